import type { JsonRpcApiProvider, JsonRpcSigner } from "ethers";
import type { Consortium } from "../../../demo/chain/consortium.js";
import { connectContracts, type DemoContracts } from "../../../demo/chain/contracts.js";
import type { EmbeddedChain } from "../../../demo/chain/embeddedChain.js";
import Wattproof from "../../../deploy/modules/Wattproof.js";
import { ROLES } from "../../../deploy/roles.js";

const MEMBERS = ["Grid operator", "Battery maker", "Recycler"] as const;

/**
 * Deploys the contracts without a consortium: the chain's first account administers them. Its records go with the chain.
 */
export async function deployContracts({ connection, provider }: Pick<EmbeddedChain, "connection" | "provider">) {
  const deployed = await connection.ignition.deploy(Wattproof, {
    config: { requiredConfirmations: 1, blockPollingInterval: 20 },
    displayUi: false,
  });
  return connectContracts(deployed, provider);
}

/**
 * Admits three organisations, gives out the roles, and has treasurer and auditor sign for the token in the deployer's place.
 * @param oracle Address that anchors and settles.
 */
export async function admitConsortium(
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
