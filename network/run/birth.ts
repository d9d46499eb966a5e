import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells a running process from a later one that got the same id: on Linux the boot and the tick of it in which the
 * process began (proc(5)), elsewhere the second that `ps` gives.
 * @returns Undefined if no process of this id runs; one that ended and was not waited for does not.
 */
export function birthOf(pid: number): string | undefined {
  return process.platform === "linux" ? birthInProc(pid) : birthByPs(pid);
}

function birthInProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
  // The program's name stands in parentheses and may hold any character; what follows the last of them does not.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X") return undefined;
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${fields[STARTTIME]}`;
}

/** Of `starttime`, field 22 of `/proc/PID/stat`, after the state, which is field 3. */
const STARTTIME = 18;

function birthByPs(pid: number): string | undefined {
  try {
    const [state, ...begun] = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    return state === undefined || state.startsWith("Z") ? undefined : begun.join(" ");
  } catch (error) {
    // It ends with 1 if there is no such process.
    if ((error as { status?: unknown }).status === 1) return undefined;
    throw error;
  }
}
