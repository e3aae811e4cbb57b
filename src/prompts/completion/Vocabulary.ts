/** Words that our own texts use in small letters: what is among them is nobody's name. */
import * as Lexicons from "../../lexicon/Lexicons.ts"
import * as Words from "../../reading/Words.ts"

/** Common nouns that begin a note, and names of products, which no organisation has to itself. */
const more = Words.split(`
  backup backups replica disk disks server servers host hosts site website mail mails database db
  everything nothing nobody everybody everyone somebody someone anyone something that this it he she
  who what which there here today yesterday tomorrow let rest query index build deploy deployment
  pipeline runner test tests job jobs script scripts restore restart reboot patch update upgrade
  kernel certificate licence license ticket invoice order contract vendor supplier customer client
  finance legal marketing sales procurement purchasing facilities reception security support
  management payroll accounting helpdesk network ops audit boss manager director team printer
  scanner laptop monitor keyboard phone line room desk badge door key keys rack switch router
  firewall cable fan battery memory cpu load swap queue cache proxy cluster node nodes storage
  volume partition share folder file files log logs report list plan budget quote offer delivery
  shipment warehouse box boxes pallet meeting call standup review retro demo release branch merge
  bug error fix feature api service services app apps application login password token vpn wifi
  internet web frontend backend portal form page table column row schema dump snapshot export
  import sync migration rollout rollback window maintenance outage incident alert alerts monitoring
  dashboard graph metric metrics number numbers figures stats cost costs price invoice payment
  reminder question answer idea draft note notes todo
  lieferant kunde vertrieb einkauf buchhaltung rechnung vertrag chef chefin kollege kollegin leitung
  sicherung server platte festplatte drucker lizenz zertifikat bestellung lieferung angebot anruf
  termin treffen besprechung skript dienst netzwerk verwaltung personal technik hausmeister anwalt
  support betrieb entwicklung niemand jemand keiner alles das dies es er sie wer was heute gestern
  morgen montag dienstag mittwoch donnerstag freitag speicher datenbank abfrage tabelle
  proveedor cliente jefe jefa compras ventas finanzas soporte nadie alguien todo esto eso quien
  fornecedor chefe compras vendas finanças suporte ninguém alguém tudo isto isso quem
  servidor disco copia cópia red rede base fatura factura contrato pedido licencia licença
  microsoft oracle google amazon dell lenovo cisco juniper fortinet vmware redhat ubuntu debian
  fedora centos windows linux macos apple android samsung epson canon brother kyocera xerox zebra
  postgres postgresql mysql mariadb redis mongo mongodb elastic elasticsearch kibana grafana
  prometheus zabbix nagios icinga ansible puppet chef terraform docker podman kubernetes helm
  jenkins gitlab github gitea bitbucket jira confluence slack teams zoom outlook exchange excel word
  powerpoint onedrive sharepoint office acrobat adobe firefox chrome edge safari thunderbird nginx
  apache haproxy varnish tomcat java python perl ruby node php bash veeam bacula restic borg samba
  nextcloud owncloud keycloak vault consul rabbitmq kafka memcached sentry datadog telegraf loki
  cloudflare azure aws hetzner ovh sap datev salesforce hubspot sophos eset crowdstrike sonarqube
  nexus artifactory proxmox citrix intel nvidia seagate toshiba kingston logitech fujitsu siemens
  bosch dhl ups fedex correos telekom vodafone orange movistar telefonica paypal stripe
  christmas easter europe london berlin madrid lisbon paris germany spain portugal france english
  german spanish portuguese french european christian
`)

/** One list for all languages: a word of one is no name in a text of another. */
let held: ReadonlySet<string> | undefined

const all = (): ReadonlySet<string> => {
  const found = new Set(more)
  for (const language of Lexicons.languages) {
    const text = JSON.stringify(Lexicons.of(language))
    // what follows an end or a quote begins a sentence; German nouns count wherever they stand
    for (const [word] of text.matchAll(/(?<![\p{L}\p{N}])\p{L}{2,}(?![\p{L}\p{N}])/gu))
      found.add(word.toLowerCase())
  }
  return found
}

export const has = (word: string): boolean => {
  held ??= all()
  const bare = word.toLowerCase()
  return held.has(bare) || held.has(bare.replace(/(?:es|s|en|n|e)$/, ""))
}
