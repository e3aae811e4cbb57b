/** Jobs of `/etc/cron.d` that packages of every release bring. */
import { job } from "../Crontab.ts"
import type { CronJob } from "../HostProfile.ts"
import type { Tag } from "../ReleaseFacts.ts"

const scrub = "/etc/cron.d/e2scrub_all"
const mode = "test -e /run/systemd/system || SERVICE_MODE=1"

/** Two lines that do nothing under systemd, but are run and logged all the same. */
export const e2scrub: ReadonlyArray<CronJob> = [
  job(
    "e2scrub-weekly",
    scrub,
    "30 3 * * 0",
    "root",
    `${mode} /usr/lib/x86_64-linux-gnu/e2fsprogs/e2scrub_all_cron`,
  ),
  job("e2scrub-daily", scrub, "10 3 * * *", "root", `${mode} /sbin/e2scrub_all -A -r`),
]

const sa1 = "command -v debian-sa1 > /dev/null && debian-sa1"

export const tagged: Readonly<Record<Tag, ReadonlyArray<CronJob>>> = {
  sysstat: [
    job("sysstat", "/etc/cron.d/sysstat", "5-55/10 * * * *", "root", `${sa1} 1 1`),
    job("sysstat-rotate", "/etc/cron.d/sysstat", "59 23 * * *", "root", `${sa1} 60 2`),
  ],
  // two blanks, as the package has them
  php: [
    job(
      "php",
      "/etc/cron.d/php",
      "9,39 * * * *",
      "root",
      "  [ -x /usr/lib/php/sessionclean ] && if [ ! -d /run/systemd/system ]; then " +
        "/usr/lib/php/sessionclean; fi",
    ),
  ],
  plocate: [],
}

/**
 * `/etc/crontab`; cron 3.0pl1-150 and later group with braces and log no leading blanks, since a
 * tab took the place of four blanks before the hourly command.
 */
export const system = (form: "braces" | "parentheses"): ReadonlyArray<CronJob> => {
  const table = "/etc/crontab"
  const guarded = (parts: string): string =>
    form === "braces"
      ? `test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.${parts}; }`
      : `test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.${parts} )`
  const blanks = form === "braces" ? "" : "   "
  return [
    job(
      "hourly",
      table,
      "17 * * * *",
      "root",
      `${blanks}cd / && run-parts --report /etc/cron.hourly`,
    ),
    job("daily", table, "25 6 * * *", "root", guarded("daily")),
    job("weekly", table, "47 6 * * 7", "root", guarded("weekly")),
    job("monthly", table, "52 6 1 * *", "root", guarded("monthly")),
  ]
}
