/** Words that file names are made of. */

interface Folders {
  readonly notes: ReadonlyArray<string>
  readonly notesOffice: ReadonlyArray<string>
  readonly drafts: ReadonlyArray<string>
  readonly projects: ReadonlyArray<string>
  readonly projectsOffice: ReadonlyArray<string>
  readonly todo: ReadonlyArray<string>
  readonly untitled: string
  readonly projectNotes: ReadonlyArray<string>
  readonly draftWords: ReadonlyArray<string>
}

/** Folder names people of a language use, relative to the home; the empty one is the home itself. */
export const folders = {
  en: {
    notes: ["notes", "Documents/notes", "Documents", "", "notes/work", "wiki"],
    notesOffice: ["Documents", "Documents/Notes", "Desktop", "Documents/Meetings"],
    drafts: ["Documents", "drafts", "Documents/drafts", "notes/drafts"],
    projects: ["projects", "work", "src", "git"],
    projectsOffice: ["Documents/Projects", "Projects", "Documents"],
    todo: ["TODO", "todo", "Todo", "tasks", "open-items"],
    untitled: "Untitled",
    projectNotes: ["NOTES", "notes", "README", "log", "scratch", "decisions"],
    draftWords: ["draft", "proposal", "memo", "plan", "outline"],
  },
  es: {
    notes: ["notas", "Documentos/notas", "Documentos", "", "apuntes"],
    notesOffice: ["Documentos", "Documentos/Notas", "Escritorio", "Documentos/Reuniones"],
    drafts: ["Documentos", "borradores", "Documentos/borradores"],
    projects: ["proyectos", "trabajo", "src", "git"],
    projectsOffice: ["Documentos/Proyectos", "Proyectos", "Documentos"],
    todo: ["PENDIENTES", "pendientes", "tareas", "TODO", "por-hacer"],
    untitled: "Sin nombre",
    projectNotes: ["NOTAS", "notas", "README", "apuntes", "decisiones"],
    draftWords: ["borrador", "propuesta", "plan", "informe"],
  },
  de: {
    notes: ["notizen", "Dokumente/notizen", "Dokumente", "", "notes"],
    notesOffice: ["Dokumente", "Dokumente/Notizen", "Schreibtisch", "Dokumente/Besprechungen"],
    drafts: ["Dokumente", "entwuerfe", "Dokumente/entwuerfe"],
    projects: ["projekte", "arbeit", "src", "git"],
    projectsOffice: ["Dokumente/Projekte", "Projekte", "Dokumente"],
    todo: ["TODO", "todo", "aufgaben", "offen", "erledigen"],
    untitled: "Unbenannt",
    projectNotes: ["NOTIZEN", "notizen", "README", "entscheidungen", "log"],
    draftWords: ["entwurf", "vorschlag", "konzept", "plan"],
  },
  pt: {
    notes: ["notas", "Documentos/notas", "Documentos", "", "anotacoes"],
    notesOffice: ["Documentos", "Documentos/Notas", "Desktop", "Documentos/Reunioes"],
    drafts: ["Documentos", "rascunhos", "Documentos/rascunhos"],
    projects: ["projetos", "trabalho", "src", "git"],
    projectsOffice: ["Documentos/Projetos", "Projetos", "Documentos"],
    todo: ["PENDENCIAS", "pendencias", "tarefas", "TODO", "a-fazer"],
    untitled: "Sem nome",
    projectNotes: ["NOTAS", "notas", "README", "decisoes", "anotacoes"],
    draftWords: ["rascunho", "proposta", "plano", "relatorio"],
  },
} satisfies Record<string, Folders>

/** First words of stems that say what kind of paper it is, beside those above. */
export const kinds = (
  "notes notas notizen anotacoes apuntes todo " +
  "pendientes pendencias offen aufgaben tareas tarefas"
).split(" ")

export const scriptFolders = ["bin", "scripts", ".local/bin", "tools"]
