import { useCallback, useRef, useSyncExternalStore } from "react";
import type { Failure } from "./failure.js";
import { request } from "./request.js";

/** What the page holds of one API path. Data stays while newer data load, and when loading fails. */
export interface Resource<T> {
  readonly data?: T;
  readonly loadedAtMs?: number;
  readonly failure?: Failure;
}

interface Entry {
  resource: Resource<unknown>;
  readonly listeners: Set<() => void>;
  loading: boolean;
  /** Set when a refresh is asked for while one is under way. */
  again: boolean;
}

/** Paths kept for a quick return; a chart that follows time asks for ever new ones. */
const MOST_KEPT = 64;

const entries = new Map<string, Entry>();
const NOTHING: Resource<never> = {};

function entryOf(path: string): Entry {
  const known = entries.get(path);
  if (known) return known;
  const made: Entry = { resource: NOTHING, listeners: new Set(), loading: false, again: false };
  entries.set(path, made);
  return made;
}

async function load(path: string): Promise<void> {
  const entry = entryOf(path);
  if (entry.loading) {
    entry.again = true;
    return;
  }
  entry.loading = true;
  const outcome = await request(path);
  entry.loading = false;
  entry.resource = outcome.ok
    ? { data: outcome.data, loadedAtMs: Date.now() }
    : { ...entry.resource, failure: outcome.failure };
  for (const listener of entry.listeners) listener();
  if (entry.again) {
    entry.again = false;
    await load(path);
  }
}

/** Loads anew what is on the screen. @param wanted Which of the paths; all if absent. */
export function refreshShown(wanted: (path: string) => boolean = () => true): void {
  for (const [path, entry] of entries) {
    if (entry.listeners.size > 0 && wanted(path)) void load(path);
  }
}

/** Loads one path anew, after a failure. */
export function refresh(path: string): void {
  void load(path);
}

/** The latest time at which anything on the screen was loaded, ms since 1970; undefined before the first answer. */
export function lastLoadedAtMs(): number | undefined {
  const times = [...entries.values()].map((entry) => entry.resource.loadedAtMs ?? 0);
  const latest = Math.max(0, ...times);
  return latest === 0 ? undefined : latest;
}

/**
 * Follows one API path while the component is mounted.
 * @param path Relative to the page; undefined loads nothing.
 */
export function useResource<T>(path: string | undefined): Resource<T> {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (path === undefined) return () => undefined;
      const entry = entryOf(path);
      entry.listeners.add(listener);
      void load(path);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0 && entries.size > MOST_KEPT) entries.delete(path);
      };
    },
    [path],
  );
  const snapshot = useCallback(() => (path === undefined ? NOTHING : entryOf(path).resource), [path]);
  return useSyncExternalStore(subscribe, snapshot) as Resource<T>;
}

/**
 * Like `useResource`, but while the first data of a new path load, the last data of a path before it stay.
 * @param topic What the data are about; data of another topic are never shown in its place.
 */
export function useFollowedResource<T>(path: string | undefined, topic: string | undefined): Resource<T> {
  const resource = useResource<T>(path);
  const kept = useRef<{ readonly topic: string | undefined; readonly resource: Resource<T> }>(undefined);
  if (resource.data !== undefined) kept.current = { topic, resource };
  const isLoading = resource.data === undefined && resource.failure === undefined;
  return isLoading && kept.current?.topic === topic ? (kept.current?.resource ?? resource) : resource;
}
