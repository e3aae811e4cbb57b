/** A workbook whose picture lies with us: it is asked for when the workbook is opened. */
import * as Effect from "effect/Effect"
import type { Stream } from "../../rng/Rng.ts"
import * as Zone from "../../time/Zone.ts"
import * as Callback from "../Callback.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Book from "./Book.ts"
import * as Content from "./Content.ts"
import * as Package from "./Package.ts"
import * as SheetParts from "./SheetParts.ts"
import * as Theme from "./Theme.ts"
import * as Zip from "./Zip.ts"

interface Addresses {
  readonly image: string
  readonly page: string
}

const worksheets: Readonly<Record<string, string>> = {
  en: "Worksheets",
  de: "Arbeitsblätter",
  es: "Hojas de cálculo",
  "pt-PT": "Folhas de cálculo",
  "pt-BR": "Planilhas",
}

const external = true

/** The links of the first sheet, of its drawing, and of the book. */
const relations = (
  first: Book.Sheet,
  { image, page }: Addresses,
): ReadonlyArray<Package.Relation & { readonly of: "sheet" | "drawing" }> => [
  ...(first.link === undefined
    ? []
    : [{ of: "sheet" as const, type: "hyperlink", target: page, external }]),
  {
    of: "sheet",
    type: "drawing",
    target: "../drawings/drawing1.xml",
  },
  { of: "drawing", type: "image", target: image, external },
]

const types = (count: number): ReadonlyArray<readonly [string, string]> =>
  Array.from({ length: count }, (_, at) => [
    `/xl/worksheets/sheet${at + 1}.xml`,
    "spreadsheetml.worksheet",
  ])

const excel = (
  rng: Stream,
  content: Content.Content,
  sheets: ReadonlyArray<Book.Sheet>,
  addresses: Addresses,
): ReadonlyArray<Zip.Part> => {
  const looks = rng.within("looks")
  const theme = looks.pick(Theme.themes.slice(0, 2))
  const [build, calc] = looks.pick([
    ["24931", "191029"],
    ["27231", "191029"],
    ["22228", "181029"],
    ["28129", "191029"],
  ] as const)
  const manner: SheetParts.Manner = {
    producer: "microsoft",
    theme,
    fill: looks.pick([theme.colours[2]!, "D9E1F2", "F2F2F2", theme.colours[0]!]),
    bordered: looks.chance(1, 2),
    build,
    calc,
  }
  const { unique } = Book.strings(sheets)
  const links = relations(sheets[0]!, addresses)
  const { tag, language } = content.cast.region
  const { length } = sheets
  return [
    Package.types("microsoft", [
      ["/xl/workbook.xml", "spreadsheetml.sheet.main"],
      ...types(length),
      ["/xl/theme/theme1.xml", "theme"],
      ["/xl/styles.xml", "spreadsheetml.styles"],
      ["/xl/sharedStrings.xml", "spreadsheetml.sharedStrings"],
      ["/xl/drawings/drawing1.xml", "drawing"],
      ["/docProps/core.xml", "core-properties"],
      ["/docProps/app.xml", "extended-properties"],
    ]),
    Package.relations("microsoft", "_rels/.rels", [
      { type: "officeDocument", target: "xl/workbook.xml" },
      { type: "core-properties", target: "docProps/core.xml" },
      { type: "extended-properties", target: "docProps/app.xml" },
    ]),
    SheetParts.workbook(rng.within("workbook"), sheets, manner, 1),
    Package.relations("microsoft", "xl/_rels/workbook.xml.rels", [
      ...sheets.map((_, at) => ({ type: "worksheet", target: `worksheets/sheet${at + 1}.xml` })),
      { type: "theme", target: "theme/theme1.xml" },
      { type: "styles", target: "styles.xml" },
      { type: "sharedStrings", target: "sharedStrings.xml" },
    ]),
    ...sheets.map((each, at) =>
      SheetParts.sheet(rng.within("sheet", at), each, at, unique, content, manner),
    ),
    Theme.render(theme, "xl/theme/theme1.xml"),
    SheetParts.styles(content, manner),
    SheetParts.sharedStrings(sheets, manner),
    Package.relations(
      "microsoft",
      "xl/worksheets/_rels/sheet1.xml.rels",
      links.filter((each) => each.of === "sheet"),
    ),
    SheetParts.drawing(rng.within("drawing"), sheets[0]!, manner),
    Package.relations(
      "microsoft",
      "xl/drawings/_rels/drawing1.xml.rels",
      links.filter((each) => each.of === "drawing"),
    ),
    SheetParts.core(content),
    Package.app("microsoft", [
      ["Application", "Microsoft Excel"],
      ["DocSecurity", "0"],
      ["ScaleCrop", "false"],
      [
        "HeadingPairs",
        `<vt:vector size="2" baseType="variant"><vt:variant><vt:lpstr>${worksheets[tag] ?? worksheets[language]!}</vt:lpstr></vt:variant><vt:variant><vt:i4>${length}</vt:i4></vt:variant></vt:vector>`,
      ],
      [
        "TitlesOfParts",
        `<vt:vector size="${length}" baseType="lpstr">${sheets.map(({ name }) => `<vt:lpstr>${Package.escape(name)}</vt:lpstr>`).join("")}</vt:vector>`,
      ],
      ["Company", rng.within("company").chance(3, 4) ? Package.escape(content.organisation) : ""],
      ["LinksUpToDate", "false"],
      ["SharedDoc", "false"],
      ["HyperlinksChanged", "false"],
      ["AppVersion", "16.0300"],
    ]),
  ]
}

const calc = (
  rng: Stream,
  content: Content.Content,
  sheets: ReadonlyArray<Book.Sheet>,
  addresses: Addresses,
  application: string,
): ReadonlyArray<Zip.Part> => {
  const looks = rng.within("looks")
  const manner: SheetParts.Manner = {
    producer: "libreoffice",
    theme: Theme.themes[0]!,
    fill: looks.pick(["B4C7DC", "D9E1F2", "F2F2F2", "FFE994", "DEE6EF", "DDDDDD"]),
    bordered: looks.chance(1, 2),
    build: "",
    calc: "",
  }
  const { unique } = Book.strings(sheets)
  const links = relations(sheets[0]!, addresses)
  const sheetRelations = links.filter((each) => each.of === "sheet")
  return [
    Package.relations("libreoffice", "_rels/.rels", [
      { type: "officeDocument", target: "xl/workbook.xml" },
      { type: "core-properties", target: "docProps/core.xml" },
      { type: "extended-properties", target: "docProps/app.xml" },
    ]),
    Package.relations("libreoffice", "xl/_rels/workbook.xml.rels", [
      { type: "styles", target: "styles.xml" },
      ...sheets.map((_, at) => ({ type: "worksheet", target: `worksheets/sheet${at + 1}.xml` })),
      { type: "sharedStrings", target: "sharedStrings.xml" },
    ]),
    SheetParts.workbook(rng.within("workbook"), sheets, manner, 2),
    SheetParts.styles(content, manner),
    ...sheets.map((each, at) =>
      SheetParts.sheet(rng.within("sheet", at), each, at, unique, content, manner),
    ),
    Package.relations("libreoffice", "xl/worksheets/_rels/sheet1.xml.rels", sheetRelations),
    SheetParts.drawing(rng.within("drawing"), sheets[0]!, manner),
    Package.relations(
      "libreoffice",
      "xl/drawings/_rels/drawing1.xml.rels",
      links.filter((each) => each.of === "drawing"),
    ),
    SheetParts.sharedStrings(sheets, manner),
    Package.core("libreoffice", content, rng.within("titled").chance(1, 2)),
    Package.app("libreoffice", [
      ["Template", ""],
      ["TotalTime", String(content.editingMinutes)],
      ["Application", application],
      ["AppVersion", "15.0000"],
    ]),
    Package.types("libreoffice", [
      ["/xl/_rels/workbook.xml.rels", "application/vnd.openxmlformats-package.relationships+xml"],
      ["/xl/workbook.xml", "spreadsheetml.sheet.main"],
      ["/xl/styles.xml", "spreadsheetml.styles"],
      ...types(sheets.length),
      ["/xl/drawings/drawing1.xml", "drawing"],
      ["/xl/sharedStrings.xml", "spreadsheetml.sharedStrings"],
      ["/docProps/core.xml", "core-properties"],
      ["/docProps/app.xml", "extended-properties"],
    ]),
  ]
}

export const generator: Generator = {
  kind: ({ httpBase }) => (httpBase === undefined ? undefined : "http"),
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("xlsx")
      const content = Content.make(token, context)
      const sheets = Book.make(rng.within("book"), content, context.owner.timezone)
      const style = rng.within("style")
      const address = (purpose: Callback.Purpose, ending: string): string =>
        Callback.url(token, context.callback, style, purpose, ending) ?? ""
      const addresses = {
        image: address("image", rng.within("image").pick([".png", ".jpg", ".gif", "/logo.png"])),
        page: address("page", ""),
      }
      const isCalc = rng.within("program").chance(2, 5)
      const bytes = isCalc
        ? Zip.write(
            calc(
              rng.within("calc"),
              content,
              sheets,
              addresses,
              Package.libreOfficeOf(context.release),
            ),
            {
              producer: "trailing",
              saved: Zone.toLocal(context.owner.timezone, context.mtime.ms),
              level: 6,
            },
          )
        : Zip.write(excel(rng.within("excel"), content, sheets, addresses), {
            producer: "growth",
            saved: undefined,
            level: 6,
          })
      return [{ path: context.path, bytes, mode: 0o644 }]
    }),
}
