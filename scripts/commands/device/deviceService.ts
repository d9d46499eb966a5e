import { type Command, InvalidArgumentError, Option } from "commander";
import { encodeBytes32String } from "ethers";
import { isService } from "../../../identity/index.js";
import { type DeviceName, parseDevice } from "../../chain/deviceName.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { REGISTRY, sendChange } from "./sendChange.js";

const ANY_ENDPOINT = "https://example.org";
const ANY_NAME = "a";

interface Flags extends WriteFlags {
  readonly endpoint?: string;
  readonly remove?: boolean;
}

/** `wattproof device service`: where a device can be reached, as its DID document says. */
export function addDeviceService(parent: Command): void {
  const command = parent.command("service").description("say where a device, or somebody for it, can be reached");
  command
    .argument("<device>", "device id or DID", parseDevice)
    .argument("<name>", "letters, digits, dots and dashes, such as telemetry", parseName)
    .addOption(new Option("--endpoint <uri>", "absolute URI, at most 256 bytes").argParser(parseEndpoint))
    .addOption(new Option("--remove", "remove the service").conflicts("endpoint"));
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device service 0x… telemetry --endpoint https://grid.example/telemetry --account grid.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((device: DeviceName, name: string, { endpoint, remove = false, ...flags }: Flags) => {
    if (endpoint === undefined && !remove) command.error("error: give --endpoint or --remove");
    return sendChange(flags, device, (id) => ({
      says: remove
        ? `Remove service ${name} of device ${id}`
        : `State that service ${name} of device ${id} is at ${endpoint}`,
      contract: "DeviceRegistry",
      data: REGISTRY.encodeFunctionData("setService", [id, encodeBytes32String(name), endpoint ?? ""]),
      done: remove ? `Device ${id} has no service ${name}.` : `Service ${name} of device ${id} is at ${endpoint}.`,
      result: { name, endpoint: endpoint ?? null },
    }));
  });
}

function parseName(text: string): string {
  if (isService({ name: text, endpoint: ANY_ENDPOINT })) return text;
  throw new InvalidArgumentError("It is 1 to 31 letters, digits, dots, underscores and dashes, and not key-….");
}

const LONGEST_ENDPOINT_BYTES = 256;

function parseEndpoint(text: string): string {
  if (text.length <= LONGEST_ENDPOINT_BYTES && isService({ name: ANY_NAME, endpoint: text })) return text;
  throw new InvalidArgumentError(
    "It is an absolute URI of at most 256 ASCII characters, such as https://grid.example/.",
  );
}
