/** The name that no text of a host may hold. */

/**
 * The product and its nouns, in the cases people write: keys in base64 have all the others. DECnet
 * is also a protocol, which no text of a decoy speaks of.
 */
export const pattern = /\b(?:[Dd]ec[Nn]et|DECN(?:ET|et)|[Dd]eck(?:y|ies)|DECK(?:Y|IES))/
