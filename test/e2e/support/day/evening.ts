import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hexlify, id, parseEther, randomBytes, Wallet } from "ethers";
import { sealAccount } from "../../../../identity/index.js";
import { ACCREDITATION_TYPES, certificateDomain, type Hex } from "../../../../protocol/index.js";
import { runWattproof } from "../runCommand.js";
import { moreContracts } from "./contracts.js";
import { DAY_S, HOUR_S, type Home, meterIdOf } from "./home.js";
import type { Street } from "./street.js";

const RATED_W = 20_000n;
/** A cheap derivation, for a keystore that lives as long as a test. */
const CHEAP = { N: 1_024, r: 8, p: 1 };
const PASSWORD = "correct horse battery";

/** A home takes what it earned out of its escrow and hands it in for money, which the treasurer pays out. */
export async function cashOut({ world }: Street, { household }: Home): Promise<bigint> {
  const { contracts, consortium, provider } = world;
  const wallet = household.wallet.connect(provider);
  await (await consortium.gridOperator.sendTransaction({ to: wallet.address, value: parseEther("1") })).wait();
  const earned = await contracts.settlement.escrowOf(wallet.address);
  await (await contracts.settlement.connect(wallet).withdraw(wallet.address, earned)).wait();
  await (await contracts.token.connect(wallet).redeem(earned, id("where to pay"))).wait();
  const redemption = await contracts.token.redemptionCount();
  const treasury = contracts.token.connect(consortium.treasurer);
  await (await treasury.confirmPayout(redemption, id("bank transfer"))).wait();
  return earned;
}

/** An issuing body accredits a home's meter for the day. */
export async function accredit({ world }: Street, home: Home): Promise<void> {
  const { consortium, chainId, provider } = world;
  const { certificates } = await moreContracts(world);
  const body = consortium.gridOperator;
  const administrator = await provider.getSigner(0);
  await (await certificates.connect(administrator).setIssuingBody(body.address, true)).wait();
  const accreditation = {
    device: meterIdOf(home),
    number: 1,
    issuingBody: body.address.toLowerCase() as Hex,
    energySource: "solar_pv",
    energyCarrier: "Electricity",
    site: hexlify(randomBytes(32)) as Hex,
    ratedPowerW: RATED_W,
    storageEfficiencyPpm: 0,
    validFromS: DAY_S,
    validUntilS: DAY_S + 24n * HOUR_S,
  };
  const domain = certificateDomain({ chainId, certificates: (await certificates.getAddress()) as Hex });
  const signature = await body.signTypedData(domain, ACCREDITATION_TYPES, accreditation);
  await (await certificates.connect(body).accredit(accreditation, signature)).wait();
}

/** Certificates by their ids, Wh. */
export type Issued = readonly { readonly certificate: Hex; readonly energyWh: string }[];

/** Anybody has what a home was settled for certified, by the command line. */
export async function certify({ world }: Street, home: Home, folder: string): Promise<Issued> {
  const { rpcUrl, contracts, consortium } = world;
  const { privateKey, address } = new Wallet(hexlify(randomBytes(32)));
  await (await consortium.gridOperator.sendTransaction({ to: address, value: parseEther("10") })).wait();
  const [account, password] = [join(folder, "account.json"), join(folder, "password")];
  writeFileSync(account, (await sealAccount(privateKey as Hex, { password: PASSWORD, cost: CHEAP })).text);
  writeFileSync(password, PASSWORD, { mode: 0o600 });
  const where = ["--rpc", rpcUrl, "--directory", contracts.directory];
  const who = ["--account", account, "--password-file", password];
  const args = ["certificate", "issue", "--meter", meterIdOf(home), ...where, ...who, "--json"];
  const { exitCode, stdout, stderr } = await runWattproof(args);
  if (exitCode !== 0) throw new Error(`certificates were not issued: ${stdout}${stderr}`);
  return (JSON.parse(stdout) as { issued: Issued }).issued;
}
