import type { JsonRpcApiProvider, JsonRpcSigner } from "ethers";
import { ROLES } from "../../deploy/roles.js";
import type { DemoContracts } from "./contracts.js";

/** The accounts behind the demo's organisations; the embedded chain signs for them. */
export interface Consortium {
  /** Registers the meters and relays what households sign. */
  readonly gridOperator: JsonRpcSigner;
  /** Issues the batteries' passports. */
  readonly batteryMaker: JsonRpcSigner;
  /** Holds the money: mints what is within the limit, and confirms pay-outs. */
  readonly treasurer: JsonRpcSigner;
  /** The quorum that attests the money and mints what is above the limit. */
  readonly treasurers: readonly JsonRpcSigner[];
}

const MEMBERS = ["Grid operator", "Battery maker", "Recycler"] as const;

/**
 * Admits three organisations, gives out the roles, and has treasurer and auditor sign for the token in the deployer's place.
 * @param oracle Address that anchors and settles.
 */
export async function foundConsortium(
  provider: JsonRpcApiProvider,
  contracts: DemoContracts,
  oracle: string,
): Promise<Consortium> {
  const account = (index: number) => provider.getSigner(index);
  const administrator = await account(0);
  const gridOperator = await account(1);
  const batteryMaker = await account(2);
  const recycler = await account(3);
  const treasurer = await account(4);
  const auditor = await account(5);

  const authority = contracts.authority.connect(administrator);
  const grants = [
    [ROLES.ORACLE, oracle],
    [ROLES.TREASURER, treasurer.address],
    [ROLES.REGISTRAR, administrator.address],
  ] as const;
  for (const [role, holder] of grants) await (await authority.grantRole(role, holder, 0)).wait();

  const membership = contracts.membership.connect(administrator);
  const organisations = [gridOperator, batteryMaker, recycler];
  for (const [index, name] of MEMBERS.entries()) {
    await (await membership.admit((organisations[index] as JsonRpcSigner).address, name)).wait();
  }
  const treasurers = [treasurer, auditor];
  const token = contracts.token.connect(administrator);
  const signers = treasurers.map(({ address }) => address);
  await (await token.setTreasurers(signers, [administrator.address], treasurers.length)).wait();
  return { gridOperator, batteryMaker, treasurer, treasurers };
}
