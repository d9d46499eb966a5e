import { randomSecret, sealDevice } from "../../../identity/index.js";
import type { Party } from "../../support/chain/agreements.js";
import { lower } from "../../support/chain/consortium.js";
import type { DeviceKey } from "../../support/chain/deviceKeys.js";
import { enrolHome, type Home } from "../../support/chain/market.js";
import { PASSWORD, type Terminal } from "../support/deviceCommands.js";

/** A guess costs next to nothing: these keys guard nothing. */
const CHEAP = { N: 2, r: 8, p: 1 };

/** Enrols a meter of an account whose keystore is a file of the terminal's directory. */
export async function enrolWithKeystore<A extends Party>(
  { consortium, directory, write }: Terminal,
  account: A,
  file: string,
): Promise<Home<A>> {
  const { key, ...sealed } = await sealDevice("p256", randomSecret("p256"), { password: PASSWORD, cost: CHEAP });
  const verifier = lower(consortium.p256Verifier);
  const deviceKey: DeviceKey = {
    signer: key.signerFor(verifier),
    sign: key.sign,
    signWithHighS: () => {
      throw new Error("keys of keystores sign in the one form that contracts accept");
    },
  };
  const home = await enrolHome(consortium, account, { name: file, key: deviceKey });
  write(file, sealed.bound({ chainId: 31337n, directory, device: home.meter.device }));
  return home;
}
