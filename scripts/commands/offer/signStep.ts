import { NEGOTIATION_TYPES, negotiationDomain, type SignedStep, signedStepText } from "../../../protocol/index.js";
import type { ChainAccount, TypedData } from "../../chain/openAccount.js";
import { sendAndTell } from "../../chain/sendAndTell.js";
import { signTold } from "../../chain/signTold.js";
import { tryCall } from "../../chain/transact.js";
import { printResult } from "../../commandLine/print.js";
import { encodeStep } from "./encodeStep.js";
import type { StepFlags } from "./offerOptions.js";
import type { OffersHere } from "./offersHere.js";

/** Omits members of each kind of step alike. */
type Without<Step, Name extends string> = Step extends unknown ? Omit<Step, Name> : never;

/** A step that a party is to sign. */
export interface StepWish {
  /** What it will do, as an imperative sentence without its full stop. */
  readonly says: string;
  /** What is agreed to, in words, one line each. */
  readonly details: readonly string[];
  readonly step: Without<SignedStep, "chainId" | "contract" | "signer" | "signature">;
  /** The struct of `NEGOTIATION_TYPES` and its members as the wallet shows them. */
  readonly struct: keyof typeof NEGOTIATION_TYPES;
  readonly value: TypedData["value"];
  /** What to say when it is done, and what JSON has of it. */
  readonly done: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/**
 * Has the account sign a step after it was told what it signs, and sends it, or prints it for a relayer after the contract
 * said that it would take it.
 * @throws ContractRefused, and what `sendAndTell` throws
 */
export async function signStep(
  { chain, place }: Pick<OffersHere, "chain" | "place">,
  account: ChainAccount,
  wish: StepWish,
  flags: StepFlags,
): Promise<void> {
  const signed = await signWish({ chain, place }, account, wish);
  const { negotiations: contract } = place;
  const data = encodeStep(signed);
  if (flags.signOnly) {
    await tryCall(chain, { from: account.address, to: contract, data });
    // It goes into a file, so it is JSON in any case.
    printResult(JSON.parse(signedStepText(signed)), [], { json: true });
    return;
  }
  const { says, done } = wish;
  const { negotiation, round } = wish.step;
  const result = { negotiation, round, ...wish.result };
  await sendAndTell(chain, account, { says, to: contract, data, done, result }, flags);
}

/** Has the account sign a step after it was told what it signs. */
export async function signWish(
  { chain, place }: Pick<OffersHere, "chain" | "place">,
  account: ChainAccount,
  { says, details, step, struct, value }: StepWish,
): Promise<SignedStep> {
  const typed = { domain: negotiationDomain(place), types: NEGOTIATION_TYPES[struct], value };
  const signature = await signTold(chain, account, { says, details, typed });
  const { chainId, negotiations: contract } = place;
  return { ...step, chainId, contract, signer: account.address, signature } as SignedStep;
}
