/** What the kernel says of itself on a machine that has been up for a while. */
import type { Desk } from "../Desk.ts"
import { monthly, type Template, weekly } from "../Template.ts"

const say = (desk: Desk, atMicros: number, text: string): void =>
  desk.line(atMicros, "kern", "kernel", text)

/** Limits that kernel/events/core.c passes as it slows down: each is 1.25 times the one before. */
const perf = [2500, 3130, 3918, 4901, 6130, 7668, 9590, 11_994, 14_998]

/** A limit is passed once a boot: the longer the machine is up, the higher it stands. */
const slowed = perf.map((limit, index): Template => ({
  id: `perf-${limit}`,
  per100kHours: 0,
  onceHours: [index * 230 + 3, index * 230 + 229],
  tell: (desk, at) => {
    const took = limit + 2 + (at % 23)
    const rate = Math.floor(1e9 / ((took * 5) / 4) / 4 / 250) * 250
    const lowering = "lowering kernel.perf_event_max_sample_rate to"
    say(desk, at, `perf: interrupt took too long (${took} > ${limit}), ${lowering} ${rate}`)
  },
}))

const others: ReadonlyArray<Template> = [
  {
    id: "hrtimer",
    per100kHours: 0,
    onceHours: [2, 4000],
    tell: (desk, at, rng) =>
      say(desk, at, `hrtimer: interrupt took ${rng.between(2_100_000, 14_000_000)} ns`),
  },
  {
    id: "workqueue",
    per100kHours: weekly / 2,
    fits: (_host, facts) => facts.release.systemd >= 255,
    tell: (desk, at, rng) => {
      const work = rng.pick(["drain_vmap_area_work", "drm_fb_helper_damage_work", "psi_avgs_work"])
      const times = rng.pick([4, 8, 16, 32])
      const hint = "consider switching to WQ_UNBOUND"
      say(desk, at, `workqueue: ${work} hogged CPU for >10000us ${times} times, ${hint}`)
    },
  },
  {
    id: "clocksource",
    per100kHours: monthly / 2,
    fits: (_host, facts) => facts.release.systemd >= 252,
    tell: (desk, at, rng) => {
      const read = rng.between(70_000, 480_000)
      const text = "timekeeping watchdog on CPU"
      const cpu = rng.below(4)
      say(desk, at, `clocksource: ${text}${cpu}: hpet wd-wd read-back delay of ${read}ns`)
    },
  },
  {
    id: "printk",
    per100kHours: monthly,
    tell: (desk, at, rng) => {
      const count = rng.between(2, 31)
      say(desk, at, `kauditd_printk_skb: ${count} callbacks suppressed`)
    },
    fits: (_host, facts) => facts.release.ubuntu,
  },
  {
    id: "tcp-gro",
    per100kHours: 0,
    onceHours: [1, 2600],
    tell: (desk, at) => {
      const text = "Driver has suspect GRO implementation, TCP performance may be compromised."
      say(desk, at, `TCP: eth0: ${text}`)
    },
  },
  {
    id: "segfault",
    per100kHours: monthly / 4,
    tell: (desk, at, rng) => {
      const pid = desk.pid(at)
      const name = rng.pick(["python3", "php", "perl", "node", "apt-check"])
      // the instruction lies inside libc's text, 0x155000 long from its base
      const part = rng.hex(4)
      const library = `libc.so.6[7f${part}628000+155000]`
      const ip = `00007f${part}6${rng.pick(["9", "a", "c", "e"])}${rng.hex(4)}`
      const sp = `00007ff${rng.hex(8)}0`
      const cpu = rng.below(4)
      const late = desk.facts.release.systemd >= 252
      const where = late ? ` likely on CPU ${cpu} (core ${cpu}, socket 0)` : ""
      const text = `segfault at ${rng.hex(2)} ip ${ip} sp ${sp} error 4 in ${library}${where}`
      say(desk, at, `${name}[${pid}]: ${text}`)
    },
  },
]

export const kernel: ReadonlyArray<Template> = [...slowed, ...others]
