import { spawn } from "node:child_process";
import { DockerFailed } from "./errors.js";

/** An engine that does not say its version within this time does not run nodes either, ms. */
const ENGINE_MS = 10_000;
/** Images are fetched at the first start. */
const COMPOSE_MS = 20 * 60_000;
const LONGEST_OUTPUT = 64 * 1024;

/** True if a Docker engine answers on this machine. */
export async function hasDockerEngine(): Promise<boolean> {
  try {
    const version = await docker(["version", "--format", "{{.Server.Version}}"], { timeoutMs: ENGINE_MS });
    return version.trim() !== "";
  } catch (error) {
    if (error instanceof DockerFailed) return false;
    throw error;
  }
}

/**
 * Starts a folder's containers, or only those of the given services and what they need.
 * @param folder Where `docker-compose.yml` lies. @throws DockerFailed
 */
export async function composeUp(folder: string, services: readonly string[]): Promise<void> {
  await docker(["compose", "up", "--detach", ...services], { cwd: folder, timeoutMs: COMPOSE_MS });
}

/** Stops a folder's containers, or only those of the given services; their data stay. Throws `DockerFailed`. */
export async function composeDown(folder: string, services: readonly string[]): Promise<void> {
  const args = services.length === 0 ? ["down"] : ["stop", ...services];
  await docker(["compose", ...args], { cwd: folder, timeoutMs: COMPOSE_MS });
}

/** Names of the services whose containers run. Throws `DockerFailed`. */
export async function composeRunning(folder: string): Promise<readonly string[]> {
  const text = await docker(["compose", "ps", "--services", "--status", "running"], {
    cwd: folder,
    timeoutMs: ENGINE_MS,
  });
  return text.split("\n").filter((line) => line !== "");
}

interface DockerOptions {
  readonly cwd?: string;
  readonly timeoutMs: number;
}

/** Runs `docker` without a shell, and gives what it printed. */
function docker(args: readonly string[], { cwd, timeoutMs }: DockerOptions): Promise<string> {
  const what = ["docker", ...args].join(" ");
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { cwd, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
    let printed = "";
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-LONGEST_OUTPUT)));
    child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-LONGEST_OUTPUT)));
    child.on("error", (error) => reject(new DockerFailed(what, error.message, error)));
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(printed);
      const words = said.trim().split("\n").at(-1) || `it ended with ${signal ?? code}`;
      reject(new DockerFailed(what, words));
    });
  });
}
