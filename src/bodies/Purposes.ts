/**
 * What each kind of script is for, as a noun phrase that stands where a lexicon's `topic` may
 * stand: with article in Spanish, without in German and Portuguese.
 */

export type Purpose =
  | "prune"
  | "disks"
  | "sync"
  | "dump"
  | "certs"
  | "services"
  | "users"
  | "ping"
  | "report"
  | "inventory"
  | "configs"
  | "usage"
  | "archive"
  | "table"
  | "logins"
  | "load"
  | "rename"
  | "branches"
  | "count"
  | "tickets"
  | "hours"
  | "loglines"
  | "totals"
  | "due"
  | "json"

type Table = Readonly<Record<Purpose, ReadonlyArray<string>>>

const en: Table = {
  prune: ["old files on {host}", "the cleanup on {host}", "what piles up on {host}"],
  disks: ["disk space on {host}", "full filesystems", "the space check for {host}"],
  sync: ["the copy of {project}", "a second copy of {project}", "keeping {project} in two places"],
  dump: ["the database dumps", "dumps for {project}", "the nightly dumps on {host}"],
  certs: [
    "certificate dates",
    "certificates about to end",
    "the certificates on {host} and the rest",
  ],
  services: [
    "services on {host}",
    "the morning look at {host}",
    "what should be running on {host}",
  ],
  users: ["the account review", "the list of accounts {team} wants", "unused accounts"],
  ping: ["hosts that go silent", "the reachability check", "a quick look who answers"],
  report: ["the daily status mail", "the morning report", "the short report on {host}"],
  inventory: ["the host inventory", "the machine list", "the inventory {team} keeps asking for"],
  configs: ["config differences between hosts", "config drift", "the comparison of two hosts"],
  usage: ["home directories that grow", "space per user", "the quota talk with {team}"],
  archive: ["old papers", "archiving finished work", "the files of {project} that are done with"],
  table: [
    "the {noun} export",
    "the lists from {vendor}",
    "tidying the {noun} file",
    "the {noun} table",
  ],
  logins: ["failed logins", "login attempts on {host}", "the login figures"],
  load: ["load samples on {host}", "load on {host} over the day", "the slow hours on {host}"],
  rename: ["file names of scans", "scans that come in as scan0001", "naming the {noun}"],
  branches: ["stale branches in {project}", "branches nobody merges", "the branch list"],
  count: ["how many {noun} come in", "a count of {noun}", "the {noun} figures"],
  tickets: ["the ticket export", "open tickets by person", "the numbers for the {meeting}"],
  hours: ["hours per project", "the timesheet sums", "hours on {project}"],
  loglines: [
    "errors per hour",
    "the log summary for {host}",
    "what the logs of {host} complain about",
  ],
  totals: ["the {noun} totals", "sums per customer", "the monthly {noun} figures"],
  due: ["what is due soon", "dates that run out", "the due dates for {team}"],
  json: ["the {noun} dump from {vendor}", "turning json into a table", "the json from {project}"],
}

const de: Table = {
  prune: ["alte Dateien auf {host}", "Aufräumen auf {host}", "Altlasten auf {host}"],
  disks: ["Plattenplatz auf {host}", "volle Dateisysteme", "Platzkontrolle auf {host}"],
  sync: ["Kopie von {project}", "Zweitkopie von {project}", "Abgleich von {project}"],
  dump: ["Datenbank-Dumps", "Dumps für {project}", "nächtliche Dumps auf {host}"],
  certs: ["Zertifikatslaufzeiten", "ablaufende Zertifikate", "Zertifikate auf {host} und anderen"],
  services: ["Dienste auf {host}", "Morgenkontrolle für {host}", "Dienstprüfung auf {host}"],
  users: ["Kontenliste", "Kontenprüfung mit {team}", "ungenutzte Konten"],
  ping: ["stumme Hosts", "Erreichbarkeit der Hosts", "Ping-Runde"],
  report: ["täglicher Statusbericht", "Morgenbericht", "Kurzbericht zu {host}"],
  inventory: ["Hostliste", "Geräteliste für {team}", "Bestandsliste"],
  configs: [
    "Konfigurationsvergleich",
    "Abweichungen zwischen zwei Hosts",
    "Vergleich der Konfiguration",
  ],
  usage: ["Platz pro Benutzer", "wachsende Heimatverzeichnisse", "Quota-Gespräch mit {team}"],
  archive: ["alte Unterlagen", "Archiv von {project}", "Ablage fertiger Vorgänge"],
  table: [
    "Export von {vendor}",
    "Listen von {vendor}",
    "Aufräumen der Exportdatei",
    "Tabelle für {team}",
  ],
  logins: ["fehlgeschlagene Logins", "Loginversuche auf {host}", "Loginzahlen"],
  load: ["Lastwerte auf {host}", "Last auf {host} im Tagesverlauf", "Messung auf {host}"],
  rename: ["Dateinamen der Scans", "Umbenennen von Scans", "Scans mit brauchbaren Namen"],
  branches: ["alte Branches in {project}", "vergessene Branches", "Branchliste"],
  count: ["Zählung für {team}", "Dateizahlen", "Zahlen für {meeting}"],
  tickets: ["Ticket-Export", "offene Tickets pro Person", "Ticketzahlen für {team}"],
  hours: ["Stunden pro Projekt", "Stundensummen", "Stunden auf {project}"],
  loglines: ["Fehler pro Stunde", "Logauswertung für {host}", "Logmeldungen auf {host}"],
  totals: ["Summen pro Kunde", "Monatssummen", "Summen für {team}"],
  due: ["Fristen", "ablaufende Termine", "Fristenliste für {team}"],
  json: ["Umwandlung von JSON in Tabellen", "JSON von {vendor}", "JSON aus {project}"],
}

const es: Table = {
  prune: [
    "la limpieza de ficheros viejos en {host}",
    "los restos que deja {host}",
    "la limpieza de {host}",
  ],
  disks: ["el espacio en disco de {host}", "los discos llenos", "la revisión de espacio en {host}"],
  sync: ["la copia de {project}", "la segunda copia de {project}", "la réplica de {project}"],
  dump: [
    "los volcados de base de datos",
    "los volcados de {project}",
    "las copias nocturnas en {host}",
  ],
  certs: [
    "los certificados que caducan",
    "las fechas de los certificados",
    "los certificados de {host} y otros",
  ],
  services: [
    "los servicios de {host}",
    "la revisión de la mañana en {host}",
    "los servicios caídos",
  ],
  users: ["la lista de cuentas", "la revisión de cuentas con {team}", "las cuentas sin uso"],
  ping: ["los equipos que no contestan", "la ronda de ping", "las máquinas caídas"],
  report: ["el informe diario", "el informe de la mañana", "el resumen de {host}"],
  inventory: ["el inventario de máquinas", "la lista de equipos", "el inventario que pide {team}"],
  configs: [
    "las diferencias de configuración",
    "la comparación de dos equipos",
    "los cambios de configuración",
  ],
  usage: ["el espacio por usuario", "las carpetas que crecen", "las cuotas de {team}"],
  archive: ["los papeles viejos", "el archivo de {project}", "los documentos cerrados"],
  table: [
    "la exportación de {vendor}",
    "las listas de {vendor}",
    "la limpieza del fichero exportado",
    "la tabla de {team}",
  ],
  logins: ["los accesos fallidos", "los intentos de acceso a {host}", "las cifras de accesos"],
  load: ["la carga de {host}", "las medidas de carga en {host}", "las horas lentas de {host}"],
  rename: ["los nombres de los escaneos", "el renombrado de escaneos", "los escaneos sin nombre"],
  branches: ["las ramas viejas de {project}", "las ramas olvidadas", "la lista de ramas"],
  count: ["el recuento para {team}", "el número de ficheros", "los números para {meeting}"],
  tickets: [
    "la exportación de tickets",
    "los tickets abiertos por persona",
    "las cifras de tickets",
  ],
  hours: ["las horas por proyecto", "las sumas de horas", "las horas de {project}"],
  loglines: [
    "los errores por hora",
    "el resumen de logs de {host}",
    "los avisos en los logs de {host}",
  ],
  totals: ["los totales por cliente", "las sumas del mes", "los totales para {team}"],
  due: ["los vencimientos", "las fechas que vencen", "los plazos de {team}"],
  json: ["el paso de JSON a tabla", "el JSON de {vendor}", "los datos JSON de {project}"],
}

const pt: Table = {
  prune: ["limpeza de arquivos antigos no {host}", "sobras no {host}", "faxina no {host}"],
  disks: ["espaço em disco no {host}", "discos cheios", "controle de espaço no {host}"],
  sync: ["cópia do {project}", "segunda cópia do {project}", "espelho do {project}"],
  dump: ["dumps de banco", "dumps do {project}", "dumps noturnos no {host}"],
  certs: ["validade dos certificados", "certificados a vencer", "certificados do {host} e outros"],
  services: ["serviços no {host}", "conferência da manhã no {host}", "serviços parados"],
  users: ["lista de contas", "revisão de contas com {team}", "contas sem uso"],
  ping: ["hosts que não respondem", "rodada de ping", "máquinas fora do ar"],
  report: ["relatório diário", "relatório da manhã", "resumo do {host}"],
  inventory: ["inventário de máquinas", "lista de hosts", "inventário que {team} pede"],
  configs: ["diferenças de configuração", "comparação de dois hosts", "mudanças de configuração"],
  usage: ["espaço por usuário", "pastas que crescem", "cotas do time de {team}"],
  archive: ["papéis antigos", "arquivo do {project}", "documentos encerrados"],
  table: [
    "exportação da {vendor}",
    "listas da {vendor}",
    "limpeza do arquivo exportado",
    "tabela de {team}",
  ],
  logins: ["logins que falharam", "tentativas de login no {host}", "números de login"],
  load: ["carga do {host}", "medição de carga no {host}", "horas lentas do {host}"],
  rename: [
    "nomes dos arquivos digitalizados",
    "digitalizações sem nome",
    "nomes das digitalizações",
  ],
  branches: ["branches antigas do {project}", "branches esquecidas", "lista de branches"],
  count: ["contagem para {team}", "contagem de arquivos", "números para {meeting}"],
  tickets: ["exportação de tickets", "tickets abertos por pessoa", "números de tickets"],
  hours: ["horas por projeto", "somas de horas", "horas no {project}"],
  loglines: ["erros por hora", "resumo dos logs do {host}", "avisos nos logs do {host}"],
  totals: ["totais por cliente", "somas do mês", "totais para {team}"],
  due: ["vencimentos", "datas a vencer", "prazos do time de {team}"],
  json: ["conversão de JSON em tabela", "JSON da {vendor}", "dados JSON do {project}"],
}

const byLanguage: Readonly<Record<string, Table>> = { en, de, es, pt }

export const phrases = (language: string, purpose: Purpose): ReadonlyArray<string> =>
  (byLanguage[language] ?? en)[purpose]
