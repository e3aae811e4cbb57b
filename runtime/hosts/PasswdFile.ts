/** Accounts of a passwd(5) file. */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { Account } from "../../src/fleet/HostFacts.ts"

/** More than this a decoy does not have. */
const accountsMax = 500

const decode = Schema.decodeUnknownEither(Account)

/** Lines that are none are passed over, as getpwent(3) does. */
export const parse = (text: string): ReadonlyArray<Account> =>
  text
    .split("\n")
    .flatMap((line) => {
      const [login, , uid, gid, gecos, home, shell, ...more] = line.split(":")
      const account = decode({ login, uid: Number(uid), gid: Number(gid), gecos, home, shell })
      return more.length === 0 && uid !== "" && gid !== "" && Either.isRight(account)
        ? [account.right]
        : []
    })
    .slice(0, accountsMax)
