/** Invented names for an organisation's projects, suppliers, customers, teams and meetings. */

const split = (text: string): ReadonlyArray<string> => text.trim().split(/\s+/)

export const codeNames = split(`
  alder amber anvil aspen atlas aurora badger basalt beacon birch bluebird bramble breeze cairn
  canyon cedar cinder clover cobalt compass copper coral corvid cypress delta dune ember falcon
  fennel fjord flint forge foxglove garnet ginger glacier granite harbor hazel heron hickory
  indigo isobar ivory jasper juniper kestrel keystone lagoon lantern larch lichen lindera lotus
  lupine magnet maple marlin meadow merlin mica mistral monsoon moraine nettle nimbus north
  obsidian ochre onyx orchard osprey otter paprika pebble pelican petrel pine plover quarry
  quartz raven redwood ridge rowan saffron sage sable sequoia sierra slate sorrel sparrow spruce
  summit swift tamarind tern thistle timber topaz tundra umber velvet verbena walnut willow wren`)

export const projectSubjects = split(`
  ledger billing invoice payroll archive intake catalog pricing stock orders shipping returns
  claims contracts customer partner portal intranet reporting forecast budget travel onboarding
  recruiting directory identity mail print backup storage network wifi telephony monitoring
  logging build release search export import sync survey training helpdesk warehouse fleet`)

export const projectEndings = split(`
  migration rollout cleanup refresh sync export import split merge rework upgrade pilot audit
  handover consolidation revamp relaunch archive portal gateway`)

export const vendors = [
  "Northvale",
  "Kestrel Data",
  "Oberlin Systems",
  "Sarum",
  "Halden Office",
  "Pellworth",
  "Tarn & Rowe",
  "Vesterby",
  "Calder Telecom",
  "Brackwell",
  "Dunmore Print",
  "Estrel",
  "Fenwick Supply",
  "Garlan",
  "Hostmark",
  "Ivarsen",
  "Jellinek",
  "Korber Logistics",
  "Lindqvist",
  "Marrow Labs",
  "Nordhaven",
  "Ostara",
  "Pinter & Voss",
  "Quillon",
  "Ravensby",
  "Solway Energy",
  "Thornbury",
  "Ulmer Facility",
  "Varga Software",
  "Westmere",
  "Yarrow Travel",
  "Zellhof",
  "Ardent Leasing",
  "Bellamy",
  "Corvane",
  "Drayton Cloud",
  "Elmstead",
  "Farrow Telecom",
  "Greyfield",
  "Hollin Security",
]

export const customers = [
  "Brightwater",
  "Hollis",
  "Medrano",
  "Ashcombe",
  "Bergstad",
  "Castellan",
  "Dovetail Foods",
  "Everley",
  "Fairlight",
  "Gransden",
  "Havelock",
  "Inverness Marine",
  "Jarvik",
  "Kirkwood",
  "Laurent Frères",
  "Montrose",
  "Nyland",
  "Okafor Group",
  "Penhale",
  "Quintero",
  "Rosenau",
  "Sandoval",
  "Tiverton",
  "Unden",
  "Valcour",
  "Wexley",
  "Yamada Optics",
  "Zorin",
  "Abelard",
  "Bramhall",
  "Cavendish Labs",
  "Delacroix",
  "Eastleigh",
  "Forsyth",
  "Gallardo",
  "Hoffmeister",
]

export const teams = split(`
  platform billing support sales data finance logistics infra security quality field people
  product research web mobile integration operations procurement marketing`)

export const meetings = [
  "standup",
  "ops review",
  "planning",
  "retro",
  "change board",
  "budget round",
  "jour fixe",
  "release call",
  "vendor call",
  "steering",
  "all hands",
  "capacity review",
  "incident review",
  "weekly sync",
  "roadmap",
  "kickoff",
  "demo",
  "hiring round",
  "quarter review",
  "handover",
]

export const ticketPrefixes = split(
  "OPS ITS INF SRV TASK REQ CHG HELP SYS IT WORK CORE TEC ADM DESK PRJ",
)

export const automationLogins = split("deploy ansible automation rundeck syncuser batch opsbot")

export const databases = split(`
  ledger orders crm billing intranet wiki tickets hr stock analytics portal catalog archive
  timesheets contracts assets fleet helpdesk`)
