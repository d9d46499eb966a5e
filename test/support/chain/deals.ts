import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { deployConsortium } from "./consortium.js";

export type Deals = Awaited<ReturnType<typeof deployDeals>>;

/** The consortium with four more members, who deal with each other. `stranger` is none. */
export async function deployDeals() {
  const c = await deployConsortium();
  const [buyer, seller, rival, carrier] = c.people as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  await c.membership.admit(buyer, "Machine Builder");
  await c.membership.admit(seller, "Stainless Steel Provider");
  await c.membership.admit(rival, "Laser Works");
  await c.membership.admit(carrier, "Cold Carrier");
  return { ...c, buyer, seller, rival, carrier };
}
