/** Account names from people's names. */
import anyAscii from "any-ascii"

/** Longest name that useradd accepts on Linux. */
const charactersMax = 32

/**
 * Total: "John Smith" is `johnsmith`, "Renée O'Brien" is `reneeobrien`; what yields nothing usable
 * is `user`.
 */
export const loginFor = (name: string): string => {
  const letters = anyAscii(name.normalize("NFC"))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/^[0-9]+/, "")
    .slice(0, charactersMax)
  return letters === "" ? "user" : letters
}

/** Accounts that hosts have without anybody's doing (base-passwd, and common packages). */
const systemAccounts = `
  root daemon bin sys sync games man lp mail news uucp proxy wwwdata backup list irc gnats nobody
  systemd messagebus sshd syslog vmail utmp adm sudo staff users ntp postfix dovecot mysql postgres
  redis git admin`
  .trim()
  .split(/\s+/)

/**
 * One login a name, in the order given; the second of one login gets a 2, the third a 3, cut so
 * that it fits. Nobody gets the name of a system account, nor a `reserved` one.
 */
export const loginsFor = (
  names: ReadonlyArray<string>,
  reserved: ReadonlyArray<string> = [],
): ReadonlyArray<string> => {
  const taken = new Set<string>([...systemAccounts, ...reserved])
  return names.map((name) => {
    const base = loginFor(name)
    let login = base
    for (let digit = 2; taken.has(login); digit++)
      login = base.slice(0, charactersMax - String(digit).length) + String(digit)
    taken.add(login)
    return login
  })
}
