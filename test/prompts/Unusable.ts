/** What models answer and nobody would write, with the fault that it is to be turned down for. */
import type { Fault } from "../../src/llm/Wording.ts"
import type { Task } from "../../src/prompts/Task.ts"
import { file, mail } from "./Desk.ts"

export type Unusable = readonly [fault: Fault, task: Task, text: string]

const note = file("note")
const todo = file("todo")
const draft = file("draft")
const script = file("script")
const python = file("script", "helen.marsh", { name: "check.py" })
const letter = mail()
const reply = mail("helen.marsh", ["tomasz.krol"], "Hi Helen,\n\ncan you look at db04?\n\nTomasz")
const nota = file("note", "lucia.fernandez")
const notiz = file("note", "katrin.boehm")
const anotacao = file("note", "joao.carvalho")
const carta = mail("lucia.fernandez", ["joao.carvalho"])
const brief = mail("katrin.boehm", ["tomasz.krol"])
const recado = mail("joao.carvalho", ["lucia.fernandez"])

const standing =
  "- check the backups on db04\n- ask Tomasz about the replica lag\n- restart nginx on web02\n- read the logs of app01\n"
const edited = file("todo", "helen.marsh", { previous: standing })

const body = (text: string): string => `Hi Tomasz,\n\n${text}\n\nHelen`

export const unusable: ReadonlyArray<Unusable> = [
  ["empty", note, ""],
  ["empty", note, "\n \t\n"],
  ["empty", note, "```\n```"],
  ["empty", letter, "..."],
  ["refusal", note, "I'm sorry, but I can't help with that request."],
  ["refusal", note, "As an AI language model, I do not have access to your servers."],
  ["refusal", letter, "I cannot write this email because it may be used to mislead people."],
  ["refusal", nota, "Lo siento, pero no puedo ayudarte con esa solicitud."],
  ["refusal", nota, "Como una IA, no tengo acceso a los servidores de la empresa."],
  ["refusal", notiz, "Es tut mir leid, aber ich kann dir dabei nicht helfen."],
  ["refusal", notiz, "Als KI kann ich keine Notizen über echte Server schreiben."],
  ["refusal", anotacao, "Desculpe, mas não posso ajudar com esse pedido."],
  ["refusal", recado, "Não posso escrever este e-mail porque sou um modelo de linguagem."],
  [
    "wrapped",
    note,
    "web02 is slow again:\n\n```\nload average: 12.4\n```\n\nlooks like the cron job, not the disks at all",
  ],
  [
    "wrapped",
    note,
    "Based on the provided context, backups on db04 ran long and web02 needs a look.",
  ],
  ["wrapped", note, "<think>the user wants a note about backups on db04, so I keep it short"],
  [
    "wrapped",
    draft,
    "I have written the draft about the merlin rollout so that it can be read by the team without any more background.",
  ],
  ["placeholder", letter, "Hi Tomasz,\n\nthe backups on db04 are done.\n\nBest,\n[Your Name]"],
  ["placeholder", note, "backups on [hostname] failed twice, look at the log"],
  ["placeholder", notiz, "Sicherung auf db04 läuft nicht, [Name] fragen und die Platte prüfen"],
  ["placeholder", nota, "la copia de db04 falló, preguntar a [nombre del responsable] mañana"],
  ["placeholder", anotacao, "a cópia de db04 falhou, falar com [Nome] antes da reunião"],
  ["placeholder", note, "see https://wiki.example.com/backups for the steps on db04"],
  [
    "placeholder",
    script,
    '#!/bin/bash\nset -e\nsrc=/path/to/source\ndst=/srv/copy\nrsync -a "$src" "$dst"\necho done\n',
  ],
  ["placeholder", letter, body("please restart {service} on web02 after lunch, it hangs again")],
  ["placeholder", note, "lorem ipsum dolor sit amet, web02 again"],
  [
    "language",
    note,
    "Der Server web02 ist seit gestern nicht mehr erreichbar und wir haben noch nicht mit dem Team gesprochen.",
  ],
  [
    "language",
    nota,
    "The server is slow because of the nightly job and we should move it to another host before Friday.",
  ],
  [
    "language",
    notiz,
    "El servidor está muy lento desde ayer y todavía no hay nadie que lo haya mirado con calma.",
  ],
  [
    "language",
    anotacao,
    "The disks on the server were replaced and now it has more space than before, but check again.",
  ],
  [
    "language",
    brief,
    "Hi Tomasz,\n\nthe replica on the server was behind again this morning and I would like to know what it is.\n\nKatrin",
  ],
  [
    "language",
    carta,
    "Olá João,\n\na cópia não está feita porque o disco ficou cheio ontem e ainda não foi limpo.\n\nLucía",
  ],
  [
    "language",
    note,
    "Le serveur est très lent depuis hier et nous devons regarder les journaux avant la réunion de vendredi.",
  ],
  ["language", note, "服务器昨天很慢，今天需要检查磁盘和日志，然后重新启动服务"],
  ["language", note, "Сервер работает медленно, нужно проверить диски и журнал до пятницы"],
  ["long", note, "web02 was slow and nobody knew why.\n".repeat(30)],
  ["long", letter, body("the replica is behind again and I do not know why. ".repeat(30))],
  [
    "long",
    todo,
    Array.from({ length: 16 }, (_, at) => `- look at part ${at} of the rack`).join("\n"),
  ],
  ["long", draft, "The merlin rollout needs a week more than we thought.\n\n".repeat(12)],
  ["short", letter, "ok"],
  ["short", script, "#!/bin/bash\necho done and nothing else to see here\n"],
  ["short", draft, "merlin is late"],
  [
    "items",
    todo,
    "The backups on db04 need a close look soon, because the last three runs took much longer than the window that was agreed for them.\nThe replica is behind as well, and it is not clear whether that has the same cause or is something else altogether on that host.",
  ],
  [
    "syntax",
    script,
    '#!/bin/bash\nset -e\nfor host in web01 web02; do\n  ping -c1 "$host"\n\necho done\nexit 0\n',
  ],
  ["syntax", script, "#!/bin/bash\nset -e\nif [ -f /tmp/x ]; then\n  echo 'there\nfi\necho done\n"],
  ["syntax", script, "set -e\ndf -h /\ndf -h /srv\nuptime\nfree -m\necho done\n"],
  [
    "syntax",
    script,
    "#!/usr/bin/env python3\nimport os\n\nprint(os.getcwd())\nprint(os.getpid())\nprint('done')\n",
  ],
  ["syntax", script, "#!/bin/sh\nset -e\nif [[ -f /tmp/x ]]; then\n  echo there\nfi\necho done\n"],
  [
    "syntax",
    python,
    "#!/usr/bin/env python3\nimport os\n\ndef main():\nprint(os.getcwd())\n\nmain()\n",
  ],
  [
    "syntax",
    python,
    "#!/usr/bin/env python3\nimport os\n\nfor name in os.listdir('.'):\n    print name\n    print 'x'\n",
  ],
  ["stranger", note, "web09 is full again, clean /var/log there before Friday"],
  ["stranger", note, "copy the dumps from fileserver01 to share01 tonight"],
  ["stranger", note, "gateway moved to 203.0.113.17, tell the others"],
  ["stranger", note, "see OPS-99999 for the history of this"],
  ["stranger", note, "JIRA-4711 has the steps for the rollback"],
  ["stranger", note, "ask dora.maier@tarnfield.net about the licence"],
  ["stranger", note, "steps are on https://wiki.corp.local/backups, db04 is next"],
  ["stranger", note, "ask Sarah about the licences before the standup"],
  ["stranger", nota, "preguntar a Marcos por la licencia antes del viernes, falta la firma"],
  ["stranger", notiz, "Stefan fragen, ob die Lizenz für db04 noch bis Freitag reicht"],
  ["stranger", anotacao, "falar com Ricardo sobre a licença antes da reunião de sexta"],
  ["stranger", note, "contract with Initech Solutions Inc runs out in March"],
  ["stranger", letter, "Hi Dora,\n\nthe backups on db04 are done, please have a look.\n\nHelen"],
  ["stranger", letter, body("I talked to Jennifer yesterday and she wants the numbers by Friday.")],
  [
    "stranger",
    script,
    '#!/bin/bash\nset -e\nfor disk in / /srv; do\n  df -h "$disk"\ndone\ncurl -s https://status.uptime-probe.io/ping\n',
  ],
  [
    "stranger",
    script,
    "#!/bin/bash\nset -e\ncd /srv\ntar czf /tmp/copy.tgz data\nscp /tmp/copy.tgz backup@storage99:/srv/\nrm /tmp/copy.tgz\n",
  ],
  ["date", note, "certificate on web02 was renewed 2026-03-14, all fine"],
  ["date", notiz, "Zertifikat von web02 wurde 14.03.2026 erneuert, alles gut"],
  ["letter", letter, "Hi Lucía,\n\nthe backups on db04 are done, please have a look.\n\nHelen"],
  [
    "letter",
    letter,
    "Hi Tomasz,\n\nthe backups on db04 are done, please have a look.\n\nBest,\nOwen",
  ],
  [
    "letter",
    letter,
    "Hi Tomasz,\n\nplease see below.\n\nSubject: backups on db04\n\nthe backups are done.\n\nHelen",
  ],
  ["letter", reply, "> can you look at db04?\n\nyes, will do after lunch\n\nHelen"],
  [
    "letter",
    brief,
    "Hallo Tomasz,\n\ndie Sicherung auf db04 ist durch, schau bitte kurz drauf.\n\nViele Grüße,\nMarcus",
  ],
  ["unchanged", edited, standing],
  ["unchanged", edited, standing.replaceAll("\n", "  \n\n")],
  [
    "rewritten",
    edited,
    "- order new chairs\n- book a room for the demo\n- print the badges\n- call the landlord",
  ],
  [
    "long",
    edited,
    standing + Array.from({ length: 14 }, (_, at) => `- look at rack ${at}\n`).join(""),
  ],
  ["tell", script, "#!/bin/bash\nset -e\ncd /srv\ndf -h\nuptime\nrm -rf /\n"],
  [
    "tell",
    script,
    "#!/bin/bash\nset -e\ncd /srv\ndf -h\nuptime\ncurl -s http://web02/install.sh | bash\n",
  ],
  ["tell", note, "the honeypot on web02 needs a new disk"],
  ["tell", note, "new decky for the lab is up, tell Tomasz"],
  ["tell", note, "login for web02: password: Summer2025!"],
  ["stranger", note, "db04 backups slow again, Bob knows more"],
  ["stranger", note, "db04 backups slow again, talk to bob or alice"],
  ["stranger", note, "meet with Sarah Connor about the audit"],
  ["stranger", note, "Anaya Kaur from Northwind will call about db04"],
  ["stranger", note, "server prod-db-03 is down since 09:00"],
  ["stranger", note, "use 192.168.1.10 as gateway for the lab"],
  ["stranger", notiz, "Herr Müller fragen wegen der Platte in db04"],
  ["stranger", letter, body("Per my conversation with John Miller, db04 needs to be patched.")],
  ["stranger", letter, "Hi Tom,\n\ncan you check db04 today please?\n\nHelen"],
  [
    "stranger",
    script,
    "#!/bin/bash\nset -e\nfor s in server1 server2 server3; do\n  ping -c1 $s\ndone\nuptime\n",
  ],
  ["placeholder", letter, "Tomasz,\n\ncan you check db04?\n\nBest,\n[Helen]"],
  ["placeholder", script, "#!/bin/bash\n# Author: John Doe\nset -e\nuptime\ndf -h\nfree -m\nwho\n"],
  [
    "letter",
    letter,
    "Hi Tomasz,\n\ncan you check db04 today please?\n\nKind regards,\nYour IT Team",
  ],
  ["tell", letter, body("can you check db04 today please? The file is attached.")],
  ["tell", note, "call +1 555 123 4567 for the vendor hotline about db04"],
  [
    "tell",
    script,
    '#!/bin/bash\nset -e\nPASSWORD="s3cr3t99"\nmysql -u root -p"$PASSWORD" -e "show databases"\nuptime\ndf -h\n',
  ],
  [
    "wrapped",
    note,
    "Helen Marsh\nSystems Administrator\n\nCheck db04 before Friday, backups are slow.",
  ],
  [
    "wrapped",
    note,
    "<note-3fa9c1d2e4b5>check db04 before Friday, backups are slow</note-3fa9c1d2e4b5>",
  ],
]
