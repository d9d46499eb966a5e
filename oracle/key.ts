import { Wallet } from "ethers";
import { WattproofError } from "../protocol/errors.js";

/** The only place that the oracle's private key is taken from: arguments are seen by everybody on the machine. */
export const KEY_VARIABLE = "WATTPROOF_ORACLE_KEY";

/** There is no usable key. The message never shows what was there. */
export class OracleKeyInvalid extends WattproofError {
  constructor(problem: string) {
    super({
      code: "OracleKeyInvalid",
      message: `The environment variable ${KEY_VARIABLE} ${problem}.`,
      next: `Put the private key of the oracle's account, 32 bytes of 0x hex, into ${KEY_VARIABLE}.`,
      facts: { variable: KEY_VARIABLE },
    });
  }
}

/**
 * Takes the oracle's key out of an environment: it is not there any more for child processes and crash reports.
 * Throws `OracleKeyInvalid`.
 */
export function takeKey(environment: NodeJS.ProcessEnv): Wallet {
  const key = environment[KEY_VARIABLE];
  delete environment[KEY_VARIABLE];
  if (!key) throw new OracleKeyInvalid("is not set");
  if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw new OracleKeyInvalid("holds no private key");
  try {
    return new Wallet(key);
  } catch {
    throw new OracleKeyInvalid("holds no private key");
  }
}
