import { type SecpKey, secpKeyOfSeed } from "./nodeKey.js";
import { parseNodeKeys } from "./parseKeys.js";
import { derivedSecrets, randomSecrets, type Secrets } from "./secrets.js";

/** Keys of an organisation's nodes, and where all its other secrets come from. */
export interface OrganisationKeys {
  readonly keys: readonly SecpKey[];
  readonly secrets: Secrets;
}

/**
 * Gives each organisation its keys: new ones, or a part of those given, from which all else then follows.
 * @param nodes How many there are in all. @param given Text of a file of keys, if there is one.
 * @returns Keys of the nodes from one number up to, but not with, another, from 0.
 * @throws NodeKeysInvalid
 */
export function keySource(nodes: number, given: string | undefined): (from: number, to: number) => OrganisationKeys {
  if (given === undefined) {
    return (from, to) => ({
      keys: Array.from({ length: to - from }, () => secpKeyOfSeed(randomSecrets("node"))),
      secrets: randomSecrets,
    });
  }
  const keys = parseNodeKeys(given, nodes);
  return (from, to) => {
    const own = keys.slice(from, to);
    return { keys: own, secrets: derivedSecrets(own.map(({ secret }) => secret)) };
  };
}
