import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { NothingToDo, speakOurErrors } from "./commandLine/command.js";
import { UsageInvalid } from "./commandLine/errors.js";
import { ExitCode } from "./commandLine/exitCodes.js";
import { abortOnSignal } from "./commandLine/interruption.js";
import { PasswordDeclined } from "./commandLine/passwordErrors.js";
import { printError } from "./commandLine/print.js";
import { addBattery } from "./commands/battery/addBattery.js";
import { addDemo } from "./commands/demo.js";
import { addDeploy } from "./commands/deploy.js";
import { addIngestCheck } from "./commands/ingestCheck.js";
import { addSettle } from "./commands/settle.js";
import { addStatement } from "./commands/statement.js";

/**
 * Runs the command line.
 * @param args What follows `wattproof`.
 * @returns The exit code: 0 success, 1 an error of the user's data or of the surroundings, 2 wrong usage, 3 a network that
 * stands, 130 interrupted.
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const signal = abortOnSignal();
  // A reader such as `head` that has seen enough is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  let exitCode: ExitCode = ExitCode.Success;
  const context = {
    signal,
    finish: (code: ExitCode) => {
      exitCode = code;
    },
  };

  const program = speakOurErrors(new Command("wattproof"))
    .description(manifest.description)
    .version(manifest.version)
    // What follows a command's name is its own, also where `demo` and `demo deals` have the same options.
    .enablePositionalOptions()
    .addHelpText(
      "after",
      "\nExit codes: 0 success, 1 an error in data or surroundings, 2 wrong usage, 3 a network stands, 130 interrupted.",
    );
  addDemo(program, context);
  addDeploy(program, context);
  const account = program.command("account").description("accounts in encrypted keystores: account create FILE");
  const member = program.command("member").description("organisations of the consortium: member admit ADDRESS");
  const agreement = program
    .command("agreement")
    .description("supply agreements: agreement sign, submit, end, pay, release, list");
  const certificate = program
    .command("certificate")
    .description("certificates of origin: certificate list, transfer, claim, appoint, accredit, issue");
  const escrow = program.command("escrow").description("money for agreements: escrow show, deposit, withdraw");
  const device = program.command("device").description("the life of a device: device register, enrol, show, …");
  const market = program.command("market").description("surplus for sale: market advertise, list, accept, …");
  const channel = program
    .command("channel")
    .description("micro-payments between two parties: channel open, pay, close, …");
  const contribution = program
    .command("contribution")
    .description("who contributed which idea: contribution commit, sign, register, show");
  const access = program.command("access").description("who may read whose data: access give, revoke, list, check");
  const meter = program.command("meter").description("what meters sign and are settled for: meter read, show, correct");
  const offer = program.command("offer").description("deals on the record: offer create, counter, accept, show, …");
  const delivery = program
    .command("delivery")
    .description("goods on their way: delivery sign, open, report, show, confirm, …");
  const lot = program
    .command("lot")
    .description("goods by lot, across companies: lot create, offer-custody, accept-custody, trace, …");
  const sealing = program
    .command("sealing")
    .description("keys that open what is sealed for you: sealing create, publish, show");
  const quotation = program
    .command("quotation")
    .description("bids that stay sealed until all are in: quotation request, bid, reveal, compare, award, …");
  const reputation = program
    .command("reputation")
    .description("what came of dealing with somebody: reputation show, rate, count");
  const role = program.command("role").description("who may do what only few may: role grant, revoke, list");
  const sensor = program.command("sensor").description("what sensors measure: sensor read");
  const network = program.command("network").description("a consortium's own chain: network init, up, status, down, …");
  const consortium = program
    .command("consortium")
    .description("what the members decide together: consortium propose, vote, execute, show, …");
  const token = program.command("token").description("tokens for money and back: token mint, redeem, reserves");
  // Loaded when asked for, so that other commands do not wait for a chain library.
  if (args.includes("account")) (await import("./commands/account.js")).addAccount(speakOurErrors(account));
  if (args.includes("member")) (await import("./commands/member.js")).addMember(speakOurErrors(member));
  if (args.includes("agreement")) {
    (await import("./commands/agreement/addAgreement.js")).addAgreement(speakOurErrors(agreement));
  }
  if (args.includes("certificate")) {
    (await import("./commands/certificate/addCertificate.js")).addCertificate(speakOurErrors(certificate));
  }
  if (args.includes("escrow")) (await import("./commands/escrow/addEscrow.js")).addEscrow(speakOurErrors(escrow));
  if (args.includes("device")) (await import("./commands/device/addDevice.js")).addDevice(speakOurErrors(device));
  if (args.includes("market")) {
    (await import("./commands/market/addMarket.js")).addMarket(speakOurErrors(market), context);
  }
  if (args.includes("channel"))
    (await import("./commands/channel/addChannel.js")).addChannel(speakOurErrors(channel), context);
  if (args.includes("offer")) (await import("./commands/offer/addOffer.js")).addOffer(speakOurErrors(offer));
  if (args.includes("delivery")) {
    (await import("./commands/delivery/addDelivery.js")).addDelivery(speakOurErrors(delivery));
  }
  if (args.includes("lot")) (await import("./commands/lot/addLot.js")).addLot(speakOurErrors(lot));
  if (args.includes("sealing")) {
    (await import("./commands/sealing/addSealing.js")).addSealing(speakOurErrors(sealing));
  }
  if (args.includes("contribution")) {
    (await import("./commands/contribution/addContribution.js")).addContribution(speakOurErrors(contribution));
  }
  if (args.includes("access")) {
    (await import("./commands/access/addAccess.js")).addAccess(speakOurErrors(access), context);
  }
  if (args.includes("quotation")) {
    (await import("./commands/quotation/addQuotation.js")).addQuotation(speakOurErrors(quotation));
  }
  if (args.includes("reputation")) {
    (await import("./commands/reputation/addReputation.js")).addReputation(speakOurErrors(reputation));
  }
  if (args.includes("meter")) (await import("./commands/meter/addMeter.js")).addMeter(speakOurErrors(meter));
  if (args.includes("sensor")) (await import("./commands/sensor/addSensor.js")).addSensor(speakOurErrors(sensor));
  if (args.includes("token")) (await import("./commands/token/addToken.js")).addToken(speakOurErrors(token));
  if (args.includes("role")) (await import("./commands/role/addRole.js")).addRole(speakOurErrors(role));
  if (args.includes("consortium")) {
    (await import("./commands/consortium/addConsortium.js")).addConsortium(speakOurErrors(consortium), context);
  }
  if (args.includes("network")) {
    (await import("./commands/network/addNetwork.js")).addNetwork(speakOurErrors(network), context);
  }
  addBattery(program, context);
  addStatement(program);
  addSettle(program, context);
  addIngestCheck(
    speakOurErrors(program.command("ingest").description("what the oracle takes in: ingest check FILE")),
    context,
  );

  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof NothingToDo) return ExitCode.Success;
    if (signal.aborted || error instanceof PasswordDeclined) return ExitCode.Interrupted;
    printError(error, { json: args.includes("--json"), verbose: args.includes("--verbose") });
    return error instanceof UsageInvalid ? ExitCode.Usage : ExitCode.DataError;
  }
}
