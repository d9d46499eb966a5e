import { isBuiltin } from "node:module";
import { DIRECTIONS, type Direction, OPEN_ROOMS, roomOf } from "./directions.js";
import { type ImportSite, resolveRelative } from "./scan.js";

export interface Verdict {
  /** One line per refused import, `file:line what is wrong`. */
  readonly faults: readonly string[];
  /** File → files of ours that it imports. */
  readonly graph: ReadonlyMap<string, readonly string[]>;
}

/**
 * Holds every import against the table of directions.
 * @param exists Whether a path from the repository's root is a file.
 */
export function judgeImports(sites: readonly ImportSite[], exists: (path: string) => boolean): Verdict {
  const faults: string[] = [];
  const graph = new Map<string, string[]>();
  for (const site of sites) {
    const say = (fault: string) => faults.push(`${site.file}:${site.line} ${fault}`);
    const room = roomOf(site.file);
    if (room !== undefined && !(room in DIRECTIONS)) {
      say(`lies in the room "${room}", which scripts/checks/imports/directions.ts does not know`);
    } else if (site.specifier === undefined) {
      if (room !== undefined && DIRECTIONS[room]?.browser) say("imports a computed path, which nobody can check");
    } else if (site.specifier.startsWith(".")) {
      const target = resolveRelative(site.file, site.specifier, exists);
      if (target === undefined) say(`imports ${site.specifier}, which does not exist`);
      else {
        graph.set(site.file, [...(graph.get(site.file) ?? []), target]);
        const fault = judgeRoom(site, room, target, exists);
        if (fault) say(fault);
      }
    } else {
      const fault = judgePackage(site.specifier, room === undefined ? undefined : DIRECTIONS[room]);
      if (fault) say(fault);
    }
  }
  return { faults, graph };
}

function judgeRoom(
  site: ImportSite,
  room: string | undefined,
  target: string,
  exists: (path: string) => boolean,
): string | undefined {
  const other = roomOf(target);
  if (other === undefined || other === room) return undefined;
  if (room === undefined) return `stands at the root and imports ${target}: rooms are not imported from there`;
  const direction = DIRECTIONS[room];
  if (direction?.typesOf?.includes(other)) {
    return site.typeOnly ? undefined : `imports ${target}: ${room} takes only types of ${other}`;
  }
  if (!direction?.rooms.includes(other)) return `imports ${target}: ${room} does not import ${other}`;
  const door = `${other}/index.ts`;
  if (direction.doorsOnly && !OPEN_ROOMS.has(other) && exists(door) && target !== door) {
    return `imports ${target}: ${other} is entered through ${door}`;
  }
  return undefined;
}

function judgePackage(specifier: string, direction: Direction | undefined): string | undefined {
  if (isBuiltin(specifier)) return direction?.browser ? `imports ${specifier}, but runs in browsers` : undefined;
  const allowed = direction?.packages;
  if (!allowed) return undefined;
  const fits = allowed.some((pattern) =>
    pattern.endsWith("*")
      ? specifier.startsWith(pattern.slice(0, -1))
      : specifier === pattern || specifier.startsWith(`${pattern}/`),
  );
  return fits ? undefined : `imports the package ${specifier}; allowed are ${allowed.join(", ")}`;
}
