import { type Command, Option } from "commander";
import { composeRunning, hasDockerEngine, namesOfRunning, type OpenedNetwork } from "../../../network/index.js";

export interface RunFlags {
  readonly native?: boolean;
  readonly docker?: boolean;
}

export type RunMode = "native" | "docker";

/** Gives a command the choice between processes and containers. */
export function addRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--native", "as processes of this machine, with BESU_BIN or besu on the PATH").conflicts("docker"),
    )
    .option("--docker", "in containers, with Docker Compose");
}

/** How nodes are to be started: as the user says, else in containers if a Docker engine answers. */
export async function modeToStart({ native, docker }: RunFlags): Promise<RunMode> {
  if (native) return "native";
  return docker || (await hasDockerEngine()) ? "docker" : "native";
}

/** How a network's nodes were started; processes if nothing runs. Throws `PidFileInvalid`, `DockerFailed`. */
export async function modeOfRunning(network: OpenedNetwork, { native, docker }: RunFlags): Promise<RunMode> {
  if (native) return "native";
  if (docker) return "docker";
  if (namesOfRunning(network, network.nodes).length > 0) return "native";
  return (await hasDockerEngine()) && (await composeRunning(network.folder)).length > 0 ? "docker" : "native";
}
