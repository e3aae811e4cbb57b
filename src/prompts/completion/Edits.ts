/** Remarks of whoever changed a file for somebody else: what is left out, what is new. */
import * as Words from "../../reading/Words.ts"
import * as Rejection from "./Rejection.ts"

const papers = Words.anyOf(`
  file note notes script list draft text document code content version datei notiz skript liste
  entwurf text fassung archivo nota lista borrador texto versión arquivo rascunho versão
`)

const remarks = new RegExp(
  [
    // what is left out
    `\\b(?:rest|remainder) of (?:the |this )?(?:${papers}|lines?|items?)(?!\\p{L})`,
    "\\b(?:rest|everything else|all else|other lines) (?:is |are |remains? |stays? )?(?:the same|unchanged|as (?:before|is|above|it was))",
    "[[(#.][^\\n]{0,20}\\b(?:unchanged|same as (?:before|above|previous)|as before|omitted for brevity)\\b",
    "\\bder rest (?:der \\p{L}+ |des \\p{L}+ )?(?:bleibt|ist unverändert|unverändert|wie (?:zuvor|oben|vorher|bisher|gehabt))",
    "[[(#.][^\\n]{0,20}(?:unverändert|sin cambios|sem alterações|inalterad[oa])",
    "\\b(?:el )?resto (?:de la \\p{L}+ |del \\p{L}+ )?(?:sigue igual|queda igual|permanece|sin cambios|igual)(?!\\p{L})",
    "\\b(?:o )?(?:resto|restante) (?:d[oa] \\p{L}+ )?(?:permanece|continua (?:igual|o mesmo|a mesma)|fica (?:igual|como)|igual|inalterad|sem alter)",
    // what is new
    "^\\W*(?:changes?|edits?) (?:made|applied)\\b|^\\W*(?:cambios|alterações|änderungen)(?: \\p{L}+)?:",
    "\\bas (?:you )?(?:requested|asked|instructed)(?=[.)\\]]?$)|\\bwie (?:gewünscht|verlangt)\\b|\\b(?:como (?:se )?(?:pediste|solicitado|solicitaste|pedido)|conforme (?:solicitado|pedido))\\b",
    "<-+ ?\\p{L}+|[[(](?:added|new|changed|updated|removed|edited|neu|geändert|hinzugefügt|nuevo|añadido|cambiado|novo|adicionado|alterado)(?:[:,][^\\])\\n]*)?[\\])]",
    "^(?:NEW|ADDED|CHANGED|UPDATED|REMOVED|EDIT|EDITED|NEU|NUEVO|NOVO)(?: \\p{L}+)?:",
    "^\\W*\\(?(?:added|changed|removed|updated) ?:",
    `^\\W*(?:(?:the|here is the) )?(?:updated|revised|new|modified|changed|edited|full|complete|final) (?:${papers})(?: version)?\\W*$`,
    `^\\W*(?:die |der |das )?(?:(?:aktualisierte|geänderte|neue|vollständige)[nrs]? )?(?:${papers})(?: mit (?:einer|der) \\p{L}*änderung)\\W*$`,
    `^\\W*(?:die |der |das )?(?:aktualisierte|geänderte|überarbeitete)[nrs]? (?:${papers})\\W*$`,
    `^\\W*(?:la |el |a |o )?(?:${papers}) (?:actualizad|modificad|atualizad|revisad)[oa]\\W*$`,
    "\\bchanged from \\S{1,20} (?:to|as)\\b",
  ].join("|"),
  "iu",
)

/** `...` that stands for lines, and a path over the text. */
const elision = /^\s*(?:#|\/\/|[[(]|<)*\s*(?:\.{3}|\u2026)\s*[\])>]*\s*$/
const heading = /^\s*(?:~|\/home|\.)\/\S+\.\w{1,4}:?\s*$/
const commented =
  /#\s*(?:added|changed|updated|modified|new|removed)\b(?! (?:files?|hosts?|disks?|users?|lines? (?:in|of)))/i

export const fault = (
  text: string,
  previous: string | undefined,
): Rejection.Rejection | undefined => {
  const lines = text.split("\n")
  const before = new Set((previous ?? "").split("\n").map((line) => line.trim()))
  const fresh = lines.filter((line) => line.trim() !== "" && !before.has(line.trim()))
  const told = fresh.find((line) => remarks.test(line))
  if (told !== undefined) return Rejection.because("wrapped", "a remark on the change", told)
  const left = fresh.find((line) => elision.test(line))
  if (left !== undefined) return Rejection.because("wrapped", "lines left out", left)
  const head = lines.find((line) => line.trim() !== "") ?? ""
  if (heading.test(head) && !before.has(head.trim()))
    return Rejection.because("wrapped", "the file's path", head)
  if (previous === undefined) return undefined
  const noted = fresh.find((line) => commented.test(line))
  if (noted !== undefined) return Rejection.because("wrapped", "a remark on the change", noted)
  const marked = fresh.find((line) => /^\s*\+\s?\S/.test(line) && !/^\s*\+/m.test(previous))
  return marked === undefined
    ? undefined
    : Rejection.because("wrapped", "a difference in place of the file", marked)
}
