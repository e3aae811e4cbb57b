/** Windows' count of time: steps of 100 ns since 1601-01-01, which Outlook writes into many ids. */

const epochSteps = 116_444_736_000_000_000n

export const fromMillis = (ms: number): bigint => BigInt(ms) * 10_000n + epochSteps

/** 16 upper-case hexadecimal digits: `01DA3FC44F4B4B60`. */
export const hex = (filetime: bigint): string =>
  filetime.toString(16).toUpperCase().padStart(16, "0")
