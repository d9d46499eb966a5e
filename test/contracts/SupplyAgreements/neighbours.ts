import { signEnd, signTerms, type Terms } from "../../support/chain/agreements.js";
import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { enrolHome, type Home, intervalOf, PERIOD_S, termsOf } from "../../support/chain/market.js";

/** Two homes with terms between them, which `submit` has both sign and a stranger register. */
export async function neighbours() {
  const c = await deployConsortium();
  const consumer = await enrolHome(c, c.people[0]!);
  const supplier = await enrolHome(c, c.people[1]!);
  const terms = termsOf(consumer, supplier);
  const submit = async (wish: Terms) =>
    c.agreements.register(wish, await signTerms(c, wish, consumer.account), await signTerms(c, wish, supplier.account));
  return { ...c, consumer, supplier, terms, submit };
}

/** The first boundary of a period at or after a time, Unix seconds. */
export const boundaryAfter = (timestampS: number, periodS = PERIOD_S): number =>
  Math.ceil(timestampS / periodS) * periodS;

/** Both parties' signatures over an agreement's end. */
export async function signEnds(
  c: Consortium,
  { id, endS, consumer, supplier }: { id: string; endS: number; consumer: Home; supplier: Home },
): Promise<readonly [string, string]> {
  const end = { agreement: id as `0x${string}`, endS };
  return [await signEnd(c, end, consumer.account), await signEnd(c, end, supplier.account)];
}

/** Closes a supplier's interval with every register missing, once its deadline has passed. */
export async function closeEmpty(c: Consortium, supplier: Home, endS: number, periodS = PERIOD_S): Promise<void> {
  await c.settlement.connect(c.oracle).settle([await intervalOf(c, supplier, endS, [], periodS)]);
}

/** A salt that no other agreement of the test has. */
export const saltOf = (name: string | number) => bytes32Of(`salt ${name}`);
