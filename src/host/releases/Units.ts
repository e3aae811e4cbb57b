/** Timers that several releases ship, from their packages' unit files. */
import { hour, midnight, type TimerPlan } from "../ReleaseFacts.ts"

export const logrotate: TimerPlan = {
  unit: "logrotate.timer",
  description: "Rotate log files",
  secondsOfDay: midnight,
  runMillis: [180, 900],
}

/** `RandomizedDelaySec=12h` in man-db 2.11 and before. */
export const manDb: TimerPlan = {
  unit: "man-db.timer",
  description: "Daily man-db regeneration",
  secondsOfDay: midnight,
  redrawSecondsMax: 12 * hour,
  runMillis: [250, 4200],
}

export const aptDaily: TimerPlan = {
  unit: "apt-daily.timer",
  description: "Daily apt download activities",
  secondsOfDay: [6 * hour, 18 * hour],
  redrawSecondsMax: 12 * hour,
  runMillis: [1400, 9500],
}

export const aptDailyUpgrade: TimerPlan = {
  unit: "apt-daily-upgrade.timer",
  description: "Daily apt upgrade and clean activities",
  secondsOfDay: [6 * hour],
  redrawSecondsMax: hour,
  runMillis: [600, 5200],
}

export const dpkgDbBackup: TimerPlan = {
  unit: "dpkg-db-backup.timer",
  description: "Daily dpkg database backup service",
  secondsOfDay: midnight,
  runMillis: [60, 480],
}

/** `Mon 00:00`, AccuracySec 1 h, delayed by up to 6,000 seconds. */
export const fstrim: TimerPlan = {
  unit: "fstrim.timer",
  description: "Discard unused blocks on filesystems from /etc/fstab",
  secondsOfDay: midnight,
  daysOfWeek: [1],
  redrawSecondsMax: 6000,
  runMillis: [350, 7800],
}

export const e2scrubAll: TimerPlan = {
  unit: "e2scrub_all.timer",
  description: "Online ext4 Metadata Check for All Filesystems",
  secondsOfDay: [3 * hour + 600],
  daysOfWeek: [0],
  redrawSecondsMax: 60,
  runMillis: [40, 210],
}

/** 15 minutes after boot and every day from then on; the profile knows when that is. */
export const tmpfilesClean: TimerPlan = {
  unit: "systemd-tmpfiles-clean.timer",
  description: "Cleanup of Temporary Directories",
  secondsOfDay: [],
  runMillis: [15, 140],
}

export const sysstatCollect: TimerPlan = {
  unit: "sysstat-collect.timer",
  description: "system activity accounting tool",
  secondsOfDay: Array.from({ length: 144 }, (_, slot) => slot * 600),
  runMillis: [8, 60],
  tag: "sysstat",
}

export const sysstatSummary: TimerPlan = {
  unit: "sysstat-summary.timer",
  description: "Generate a daily summary of process accounting",
  secondsOfDay: [420],
  runMillis: [60, 400],
  tag: "sysstat",
}

export const phpSessionClean: TimerPlan = {
  unit: "phpsessionclean.timer",
  description: "Clean php session files",
  secondsOfDay: Array.from({ length: 48 }, (_, slot) => 540 + slot * 1800),
  runMillis: [45, 190],
  tag: "php",
}

export const plocate: TimerPlan = {
  unit: "plocate-updatedb.timer",
  description: "Update the plocate database",
  secondsOfDay: midnight,
  redrawSecondsMax: 12 * hour,
  runMillis: [600, 8000],
  tag: "plocate",
}

export const fwupdRefresh: TimerPlan = {
  unit: "fwupd-refresh.timer",
  description: "Refresh fwupd metadata and update motd",
  secondsOfDay: [0, 12 * hour],
  redrawSecondsMax: 12 * hour,
  runMillis: [300, 2600],
}

export const motdNews: TimerPlan = {
  unit: "motd-news.timer",
  description: "Message of the Day",
  secondsOfDay: [0, 12 * hour],
  redrawSecondsMax: 12 * hour,
  runMillis: [30, 700],
}

export const updateNotifierDownload: TimerPlan = {
  unit: "update-notifier-download.timer",
  description: "Download data for packages that failed at package install time",
  secondsOfDay: [],
  runMillis: [70, 260],
}

export const updateNotifierMotd: TimerPlan = {
  unit: "update-notifier-motd.timer",
  description: "Check to see whether there is a new version of Ubuntu available",
  secondsOfDay: [6 * hour],
  daysOfWeek: [0],
  redrawSecondsMax: 24 * hour,
  runMillis: [250, 1300],
}
