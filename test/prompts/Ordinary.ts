/** What people write at work and a hasty judge would take for a machine's words. */
import type { Task } from "../../src/prompts/Task.ts"
import { file, mail } from "./Desk.ts"

const note = file("note"),
  draft = file("draft"),
  script = file("script")
const letter = mail(),
  reply = mail("helen.marsh", ["tomasz.krol"], "Hi Helen,\n\ncan you look at db04?\n\nTomasz")
const two = mail("helen.marsh", ["tomasz.krol", "katrin.boehm"])
const nota = file("note", "lucia.fernandez"),
  notiz = file("note", "katrin.boehm"),
  anot = file("note", "joao.carvalho")
const brief = mail("katrin.boehm", ["tomasz.krol"]),
  carta = mail("lucia.fernandez", ["joao.carvalho"]),
  recado = mail("joao.carvalho", ["lucia.fernandez"])
const st =
  "- [ ] check the backups on db04\n- [ ] ask Tomasz about the replica lag\n- [ ] restart nginx on web02\n- [ ] read the logs of app01\n"
const ed = file("todo", "helen.marsh", { previous: st })
const one = file("todo", "helen.marsh", { previous: "- call Farrow Telecom\n- order disk\n" })
const edn = file("note", "helen.marsh", { previous: "db04 slow\n" })

export const ordinary: ReadonlyArray<readonly [task: Task, text: string]> = [
  [note, "Ask the vendor about the disk in db04, they promised an answer by Wednesday."],
  [note, "Told Marketing no, the merlin page waits until web02 is patched."],
  [note, "Ask Dell about the spare fan for db04 before the warranty runs out."],
  [note, "Grafana on logs01 still shows old values, restart Prometheus after lunch."],
  [note, "Mark OPS-5224 as done once Tomasz confirms."],
  [note, "Max connections on db04 raised to 300, seems fine so far."],
  [note, "Christian holiday schedule: no change freeze on 6 January"],
  [note, "API token is in the vault, do not copy it into the wiki again."],
  [note, "root password is in the safe, second drawer. Renew it on db04 in March."],
  [note, "password: rotate it on db04 every 90-days, not yearly"],
  [note, "The disk attached to db04 is the old one, swap it on Sunday."],
  [note, "Test restore on a spare VM first, then on db04. Takes 2-3 h."],
  [note, "web02 has 2 default routes, drop the second one (metric 100)."],
  [reply, "Hi Tomasz,\n\nsorry, I can't do it today, db04 has to wait until tomorrow.\n\nHelen"],
  [reply, "Tomasz,\n\nI'm afraid I can't make it before Friday, web02 comes first.\n\nHelen"],
  [
    letter,
    "Hi Tomasz,\n\nI cannot provide the figures before Thursday. Is that early enough for merlin?\n\nHelen",
  ],
  [letter, "Hi Tomasz,\n\nI won't create the accounts until OPS-5224 is approved.\n\nHelen"],
  [note, "[WIP] db04 migration, see [OPS-5224] for the steps"],
  [ed, st.replace("- [ ] restart", "- [x] restart")],
  [
    ed,
    "- [ ] check the backups on db04\n- [ ] ask Tomasz about the replica lag\n- [ ] read the logs of app01\n",
  ],
  [one, "- call Farrow Telecom again, ask for line 2\n- order disk for share01\n- tell Owen"],
  [edn, "db04 slow again, since the dump\nweb02 fine"],
  [one, "- order disk\n"],
  [notiz, "Tomasz fragen, ob die KI-Auswertung auf app01 weiter läuft, sonst abschalten."],
  [notiz, "Herr Böhm hat angerufen, Termin mit Quillon verschoben auf Donnerstag."],
  [notiz, "Backup db04 prüfen\nweb02 Cache leeren\nTomasz fragen wegen Lizenz"],
  [nota, "revisar backup db04\npreguntar a João por el switch\nreiniciar nginx en web02"],
  [anot, "ver backup do db04\nfalar com o Tomasz\nreiniciar o nginx no web02"],
  [
    notiz,
    "Deployment merlin: Rollback getestet, Feature-Flag aus. Build auf app01 rot, Pipeline neu gestartet.",
  ],
  [
    nota,
    "deploy de merlin ok, rollback probado. build en app01 falla por timeout, reintentar luego",
  ],
  [
    two,
    "Hi both,\n\ncan one of you look at db04 before lunch? The replica is behind again.\n\nHelen",
  ],
  [
    two,
    "Hi Tomasz, Katrin,\n\ncan one of you look at db04 before lunch? The replica is behind again.\n\nHelen",
  ],
  [reply, "Looking at it now. The replica lags because of the dump, should be fine in an hour."],
  [reply, "On it, will let you know.\n\nCheers\nHelen"],
  [
    letter,
    "Hi Tomasz,\n\nshall we move the db04 window to 2026-01-12? I talked to Owen, he is fine with it.\n\nThanks\nHelen",
  ],
  [
    carta,
    "Hola João:\n\n¿me pasas el estado de OPS-5224? El lunes tengo reunión con Owen.\n\nGracias,\nLucía",
  ],
  [recado, "Oi Lucía,\n\nconsegue olhar o db04 hoje? A réplica ficou para trás de novo.\n\nJoão"],
  [
    brief,
    "Hallo Tomasz,\n\nkannst du db04 heute noch prüfen? Die Replik hängt wieder.\n\nGrüße\nKatrin",
  ],
  [
    script,
    '#!/bin/bash\n# restart nginx where it hangs\nfor h in web01 web02 web03; do\n  if ! ssh "$h" systemctl is-active --quiet nginx; then\n    echo "$h: nginx down"\n    ssh "$h" sudo systemctl restart nginx\n  fi\ndone\n',
  ],
  [
    script,
    '#!/bin/bash\nset -e\nPASS=$(cat /root/.pgpass | cut -d: -f5)\nPGPASSWORD="$PASS" pg_dump -h db04 merlin | gzip > /var/backups/merlin.sql.gz\nls -lh /var/backups/merlin.sql.gz\necho done\n',
  ],
  [
    script,
    '#!/bin/bash\nset -eu\nTMP=$(mktemp -d)\ntrap \'rm -rf "$TMP"\' EXIT\ncp /var/log/syslog "$TMP/"\ngzip "$TMP/syslog"\nmv "$TMP/syslog.gz" /srv/\n',
  ],
  [
    script,
    '#!/bin/bash\nset -e\nDIR=/var/backups\nKEEP=14\nfind "$DIR" -type f -mtime +$KEEP -delete\ndf -h "$DIR"\nlogger "cleanup done"\n',
  ],
  [
    script,
    '#!/usr/bin/env bash\nset -euo pipefail\nfor d in / /srv /var; do\n  printf "%s %s\\n" "$d" "$(df --output=pcent "$d" | tail -1)"\ndone\nexit 0\n',
  ],
  [
    script,
    '#!/bin/bash\nset -e\ncat <<EOF\nhost: $(hostname)\nload: $(cut -d" " -f1 /proc/loadavg)\nEOF\ndf -h /\nfree -m\n',
  ],
  [
    script,
    '#!/bin/bash\nset -e\ncode=$(curl -s -o /dev/null -w "%{http_code}" http://localhost:8080/health)\nif [ "$code" != 200 ]; then\n  echo "app down: $code"\n  exit 1\nfi\n',
  ],
  [
    draft,
    "The cutover of merlin is planned for 26 January, after the upgrade of db04. Until then nobody changes the schema.\n\nIf the test on the second host fails, we move it to February and tell Montrose ourselves.",
  ],
  [note, "Numbers for Montrose: 14 boxes, 3 pallets, 1 missing. Korber Logistics says Thursday."],
]
