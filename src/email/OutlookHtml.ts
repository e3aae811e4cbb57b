/** The HTML half of an Outlook mail, as Word writes it ("filtered medium"). */
import type { Line } from "./Quote.ts"

const template = (charset: string): string => `<html xmlns:v="urn:schemas-microsoft-com:vml" \
xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:w="urn:schemas-microsoft-com:office:word" \
xmlns:m="http://schemas.microsoft.com/office/2004/12/omml" \
xmlns="http://www.w3.org/TR/REC-html40"><head>\
<meta http-equiv=Content-Type content="text/html; charset=${charset}">\
<meta name=Generator content="Microsoft Word 15 (filtered medium)"><style><!--
/* Font Definitions */
@font-face
	{font-family:"Cambria Math";
	panose-1:2 4 5 3 5 4 6 3 2 4;}
@font-face
	{font-family:Calibri;
	panose-1:2 15 5 2 2 2 4 3 2 4;}
/* Style Definitions */
p.MsoNormal, li.MsoNormal, div.MsoNormal
	{margin:0in;
	font-size:11.0pt;
	font-family:"Calibri",sans-serif;}
a:link, span.MsoHyperlink
	{mso-style-priority:99;
	color:#0563C1;
	text-decoration:underline;}
span.EmailStyle17
	{mso-style-type:personal-compose;
	font-family:"Calibri",sans-serif;
	color:windowtext;}
.MsoChpDefault
	{mso-style-type:export-only;
	font-family:"Calibri",sans-serif;}
@page WordSection1
	{size:8.5in 11.0in;
	margin:1.0in 1.0in 1.0in 1.0in;}
div.WordSection1
	{page:WordSection1;}
--></style><!--[if gte mso 9]><xml>
<o:shapedefaults v:ext="edit" spidmax="1026" />
</xml><![endif]--><!--[if gte mso 9]><xml>
<o:shapelayout v:ext="edit">
<o:idmap v:ext="edit" data="1" />
</o:shapelayout></xml><![endif]--></head>`

/** Word measures in inches only where its user does. */
const measured = (html: string, lang: string): string =>
  lang === "EN-US"
    ? html
    : html
        .replace(/size:8\.5in 11\.0in/g, "size:612.0pt 792.0pt")
        .replace(/margin:(?:1\.0in ?){4}/g, "margin:72.0pt 72.0pt 72.0pt 72.0pt")
        .replace(/\b0in\b/g, "0cm")

const escape = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")

/** A line as plain text, with the signs before it. */
export const textOf = (line: Line): string => {
  const text = line.label === undefined ? line.text : `${line.label}: ${line.text}`
  return line.depth === 0 ? text : `${"> ".repeat(line.depth)}${text}`
}

/** Lines that are one paragraph: a line and those joined to it. */
export const paragraphs = (lines: ReadonlyArray<Line>): ReadonlyArray<ReadonlyArray<Line>> => {
  const groups: Array<Array<Line>> = []
  for (const line of lines) {
    const group = groups.at(-1)
    const fits =
      group !== undefined &&
      line.joined === true &&
      textOf(group[0]!) !== "" &&
      (group[0]!.label === undefined) === (line.label === undefined)
    if (fits) group.push(line)
    else groups.push([line])
  }
  return groups
}

const paragraph = (group: ReadonlyArray<Line>, none: string): string => {
  const first = group[0]!
  if (group.length === 1 && textOf(first) === "") return "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
  const body = group
    .map((line) =>
      line.label === undefined
        ? escape(textOf(line))
        : `<b>${escape(line.label)}:</b> ${escape(line.text)}`,
    )
    .join("<br>")
  const text = `<p class=MsoNormal>${body}<o:p></o:p></p>`
  return first.label === undefined
    ? text
    : "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt " +
        `${none} ${none} ${none}'>${text}</div></div>`
}

/** `lang` is the language that Word takes the text for: `EN-US`. */
export const render = (lines: ReadonlyArray<Line>, charset: string, lang: string): string =>
  `${measured(template(charset), lang)}<body lang=${lang} link="#0563C1" vlink="#954F72" \
style='word-wrap:break-word'><div class=WordSection1>${paragraphs(lines)
    .map((group) => paragraph(group, lang === "EN-US" ? "0in" : "0cm"))
    .join("")}</div></body></html>`
