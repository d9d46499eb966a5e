import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { ContractFuture, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { encodeBytes32String, id, ZeroHash } from "ethers";
import type { Founding } from "../founding.js";
import { ROLES } from "../roles.js";
import { deployContracts, resultsOf } from "./contracts.js";
import { deployGovernance } from "./governance.js";

/** `AccessManager`'s role 0, whose holders give and take all others. */
const ADMINISTRATOR = 0n;
/** Roles of OpenZeppelin's `TimelockController`, by its names for them. */
const TIMELOCK_ROLES = ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"] as const;

/**
 * A consortium: its contracts, its members and their nodes, and the timelock in the deployer's place.
 *
 * The last transaction does three things or none: it names all contracts in the `Directory`, makes the timelock the
 * administrator, and takes that from the deployer. So a deployment that stopped half-way cannot be used by anybody, since
 * no name leads to its contracts, and one that is complete holds nothing of the deployer's. Parameters: see
 * `deployContracts`.
 */
export function consortiumModule(founding: Founding) {
  return buildModule("Wattproof", (m) => {
    const treasurers = founding.roles.treasurer.length > 0 ? founding.roles.treasurer : accountsOf(founding);
    const contracts = deployContracts(m, {
      currency: founding.currency,
      treasurers: [...treasurers],
      treasurerThreshold: Math.floor(treasurers.length / 2) + 1,
    });
    const { directory, named, wiring } = contracts;
    const { AccessManager: authority } = named;
    const { timelock, governor, registry, admitted } = deployGovernance(m, contracts, founding);
    const deployer = m.getAccount(0);

    const grant = (role: bigint, account: ContractFuture<string> | string, callId: string) =>
      m.call(authority, "grantRole", [role, account, 0], { id: callId });
    const roles = [
      ...founding.roles.oracle.map((account, index) => grant(ROLES.ORACLE, account, `GrantsOracle${index}`)),
      ...founding.roles.treasurer.map((account, index) => grant(ROLES.TREASURER, account, `GrantsTreasurer${index}`)),
      grant(ROLES.REGISTRAR, timelock, "GrantsRegistrar"),
      m.call(authority, "revokeRole", [ROLES.REGISTRAR, deployer], { id: "TakesRegistrar", after: admitted }),
    ];
    const timelockRoles = TIMELOCK_ROLES.map((role) =>
      m.call(timelock, "grantRole", [id(role), governor], { id: `Grants${role}` }),
    );
    const leavesTimelock = m.call(timelock, "renounceRole", [ZeroHash, deployer], {
      id: "LeavesTimelock",
      after: timelockRoles,
    });

    const { validatorContract: selector } = founding;
    const all = {
      ...named,
      ...(selector === undefined ? {} : { GenesisValidators: m.contractAt("GenesisValidators", selector) }),
      TimelockController: timelock,
      ConsortiumGovernor: governor,
      NodeRegistry: registry,
    };
    const names = Object.entries(all).map(([name, target]) => nameCall(m, contracts, name, target));
    const handsOver = [
      m.encodeFunctionCall(authority, "grantRole", [ADMINISTRATOR, timelock, 0], { id: "EncodesTimelock" }),
      m.encodeFunctionCall(authority, "renounceRole", [ADMINISTRATOR, deployer], { id: "EncodesLeaving" }),
    ];
    m.call(authority, "multicall", [[...names, ...handsOver]], {
      id: "NamesAllAndHandsOver",
      after: [...wiring, ...roles, leavesTimelock, directory],
    });
    return { ...resultsOf(contracts), timelock, governor, nodes: registry };
  });
}

/** The authority's own call that sets a name, so that it goes into one transaction with others. */
function nameCall(
  m: IgnitionModuleBuilder,
  { directory, named }: Pick<ReturnType<typeof deployContracts>, "directory" | "named">,
  name: string,
  target: ContractFuture<string>,
) {
  const set = m.encodeFunctionCall(directory, "set", [encodeBytes32String(name), target], { id: `Encodes${name}` });
  return m.encodeFunctionCall(named.AccessManager, "execute", [directory, set], { id: `Executes${name}` });
}

function accountsOf({ members }: Founding) {
  return members.map(({ account }) => account);
}
