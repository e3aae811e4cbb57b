/** An nsd of our own on loopback, with the answers that the listener computes as its zone. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { slug } from "./Probes.ts"
import * as Program from "./Program.ts"
import * as Raw from "./Raw.ts"

export const program = "/usr/sbin/nsd"

const zoneFile = `
$ORIGIN c.example.net.
@ 3600 IN SOA ns1 hostmaster 2026010540 7200 3600 1209600 300
@ 3600 IN NS ns1
@ 3600 IN NS ns2
ns1 3600 IN A 10.9.8.7
ns2 3600 IN A 10.9.8.7
${slug} 300 IN A 10.9.8.7
*.${slug} 300 IN A 10.9.8.7
`

const configuration = (folder: string, port: number): string => `
server:
  ip-address: 127.0.0.1
  port: ${port}
  username: ""
  zonesdir: "${folder}"
  database: ""
  pidfile: "${folder}/pid"
  zonelistfile: "${folder}/zones"
  xfrdfile: "${folder}/xfrd"
  xfrdir: "${folder}"
  logfile: "${folder}/log"
  hide-version: yes
  hide-identity: yes
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: c.example.net
  zonefile: zone
`

export const start = async (port: number): Promise<Program.Program> => {
  const folder = Program.folder()
  writeFileSync(join(folder, "zone"), zoneFile)
  writeFileSync(join(folder, "conf"), configuration(folder, port))
  return Program.start(folder, program, ["-d", "-c", join(folder, "conf")], () => Raw.isUp(port))
}
