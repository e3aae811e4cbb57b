/**
 * Limits answers over UDP to one network, so that forged questions do not make this server hit
 * somebody else. Of those above the limit every other one is answered with "ask again over TCP",
 * which a real client does; the others are dropped. As nsd has it, with its default numbers.
 */
import { isIP } from "node:net"
import * as ClientAddress from "../ClientAddress.ts"
import type { Topic } from "./Zone.ts"

export type Verdict = "answer" | "cut" | "drop"

/** `rrl-ratelimit`: answers a second. */
export const perSecondDefault = 200
/** Networks that are remembered at a time; in one second there are rarely so many. */
const entriesMax = 65_536
/** `rrl-slip` */
const slip = 2

/** `rrl-ipv4-prefix-length 24`, `rrl-ipv6-prefix-length 64` */
const networkOf = (ip: string): string =>
  isIP(ip) === 4 ? ip.slice(0, ip.lastIndexOf(".")) : ClientAddress.prefix64(ip)

export class RateLimit {
  #second = 0
  readonly #counts = new Map<string, number>()
  readonly #perSecond: number

  /** 0: none. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  verdict(ip: string, topic: Topic, now: number): Verdict {
    if (this.#perSecond === 0) return "answer"
    const second = Math.floor(now / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#counts.clear()
    }
    const key = `${topic} ${networkOf(ip)}`
    const count = (this.#counts.get(key) ?? 0) + 1
    if (count > 1 || this.#counts.size < entriesMax) this.#counts.set(key, count)
    if (count <= this.#perSecond) return "answer"
    return count % slip === 0 ? "cut" : "drop"
  }
}
