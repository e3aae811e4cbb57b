/** What a good model answers, and is to be used as it stands. */
import type { Task } from "../../src/prompts/Task.ts"
import { file, mail } from "./Desk.ts"

const note = file("note")
const todo = file("todo")
const draft = file("draft")
const script = file("script")
const python = file("script", "helen.marsh", { name: "count.py" })

export const usable: ReadonlyArray<readonly [task: Task, text: string]> = [
  [
    note,
    "Patched db04 last night, postgres came back clean after the restart.\nReplica on db05 still lagging by about 3 minutes, will check again tomorrow.\nAsk Tomasz about the vacuum settings before Friday.",
  ],
  [
    note,
    "Notes from the standup:\n- web02 needs more disk\n- Priya will handle the merlin deploy on Thursday\n- Owen wants the cost figures by end of month",
  ],
  [
    note,
    "Spoke to Farrow Telecom, line upgrade scheduled for 14 January. OPS-5224 still open, waiting on Javier to confirm the budget.",
  ],
  [
    note,
    "Kernel 6.1.0-18 installed on app01 and app02. Reboot pending, probably Sunday 02:00 to avoid the batch window.",
  ],
  [
    todo,
    "- [ ] Renew the TLS certificate on edge05\n- [ ] Clean up /var/log on web03\n- [ ] Review OPS-5224 with Tomasz\n- [x] Update the backup runbook\n- [ ] Order replacement disk for share01",
  ],
  [
    todo,
    "# To do\n\n* Check logs on mx01\n* Rotate SSH keys for opsbot\n* Email Owen re: licence renewal\n* Document the larch rollout",
  ],
  [
    todo,
    "1. Check backup of db04\n2. Talk to Javier about the Quillon invoice\n3. Update DNS records for merlin",
  ],
  [
    draft,
    "# Merlin rollout plan\n\n## Background\nThe merlin project has been delayed twice because of the storage migration on share01. The quality team asked for a revised schedule.\n\n## Proposal\nWe suggest to move the cutover to the last week of January, once the Postgres upgrade on db04 is finished. Tomasz and Priya will prepare the rollback steps.\n\n## Risks\nIf Dunmore Print does not deliver the labels on time, the warehouse test has to wait. Otherwise nothing blocks us.",
  ],
  [
    script,
    '#!/bin/bash\n# check free space on the web hosts and warn when low\nset -euo pipefail\n\nTHRESHOLD=90\nHOSTS="web01 web02 web03"\n\nfor h in $HOSTS; do\n    usage=$(ssh "$h" df -P / | awk \'NR==2 {print $5}\' | tr -d \'%\')\n    if [ "$usage" -gt "$THRESHOLD" ]; then\n        echo "$(date +%F) $h at ${usage}%" >> /tmp/disk.log\n    fi\ndone\n',
  ],
  [
    script,
    '#!/bin/bash\n\n# Rotate old dumps in the backup directory\nBACKUP_DIR="/var/backups/postgres"\nDAYS=14\n\nif [ ! -d "$BACKUP_DIR" ]; then\n  echo "Directory $BACKUP_DIR not found"\n  exit 1\nfi\n\nfind "$BACKUP_DIR" -name \'*.sql.gz\' -mtime +"$DAYS" -print -delete\necho "Cleanup done"\n',
  ],
  [
    script,
    "#!/bin/bash\nset -e\nLOG=/var/log/nginx/access.log\nawk '{print $1}' \"$LOG\" | sort | uniq -c | sort -rn | head -20\nexit 0\n",
  ],
  [
    script,
    '#!/bin/bash\nset -eu\nSRC=/srv/data\nDEST=opsbot@vault01:/backup/$(hostname -s)\nrsync -a --delete "$SRC/" "$DEST"\nlogger -t backup "rsync to vault01 done"\n',
  ],
  [
    python,
    "#!/usr/bin/env python3\n\"\"\"Count failed logins per host in auth.log.\"\"\"\nimport re\nimport sys\nfrom collections import Counter\n\npattern = re.compile(r'Failed password for (?:invalid user )?(\\S+) from (\\S+)')\n\n\ndef main(path: str) -> None:\n    counts = Counter()\n    with open(path, encoding='utf-8', errors='replace') as handle:\n        for line in handle:\n            match = pattern.search(line)\n            if match:\n                counts[match.group(2)] += 1\n    for host, count in counts.most_common(10):\n        print(f'{count:6d} {host}')\n\n\nif __name__ == '__main__':\n    main(sys.argv[1] if len(sys.argv) > 1 else '/var/log/auth.log')\n",
  ],
  [
    file("note", "lucia.fernandez"),
    "Revisado el switch del rack 3, el puerto 12 sigue con errores CRC.\nHablar con João mañana para cambiar el cable.\nPendiente: actualizar el firmware de edge05 antes del viernes.",
  ],
  [
    file("note", "katrin.boehm"),
    "Kernel-Update auf app01 eingespielt, Neustart erst nach Rücksprache mit Tomasz.\nMonitoring auf logs01 zeigt noch alte Werte, Cache leeren.\nTicket OPS-5224 bis Freitag schließen.",
  ],
  [
    file("todo", "katrin.boehm"),
    "- Zertifikat auf edge05 erneuern\n- Backup von db04 prüfen\n- Mit Priya das Deployment für merlin besprechen\n- Festplatte in share01 tauschen",
  ],
  [
    file("note", "joao.carvalho"),
    "Pipeline do merlin falhou às 10:42, erro de timeout na ligação ao db04.\nFalar com o Tomasz para ver os índices da tabela de encomendas.\nReprocessar os ficheiros de ontem depois do almoço.",
  ],
  [
    mail("helen.marsh"),
    "Hi Tomasz,\n\nThe backup on db04 took almost four hours last night. Could you check whether the vacuum job overlaps with it? I'd like to move the window before the weekend.\n\nThanks,\nHelen",
  ],
  [
    mail("lucia.fernandez", ["joao.carvalho"]),
    "Hola João,\n\n¿Puedes revisar la regla del cortafuegos para merlin? Desde ayer no llega tráfico a app02 y el equipo de quality está parado.\n\nUn saludo,\nLucía",
  ],
  [
    mail("katrin.boehm", ["tomasz.krol", "helen.marsh"]),
    "Hallo Tomasz, hallo Helen,\n\ndie Umstellung auf db04 ist für Donnerstag geplant. Könnt ihr bitte bis Mittwoch prüfen, ob eure Jobs davon betroffen sind?\n\nDanke und Grüße\nKatrin",
  ],
  [
    mail("joao.carvalho", ["lucia.fernandez"], "x"),
    "Olá Lucía,\n\nJá vi, era mesmo o timeout no proxy. Alterei o valor e voltei a correr o job, parece estável.\n\nAbraço,\nJoão",
  ],
  [
    mail("helen.marsh", ["tomasz.krol"], "x"),
    "Tomasz,\n\nAgreed, let's do it Thursday after 18:00. I'll open the change request.\n\nHelen",
  ],
  [mail("helen.marsh", ["tomasz.krol"], "x"), "Thanks Tomasz, got it. I will talk to Owen."],
]
