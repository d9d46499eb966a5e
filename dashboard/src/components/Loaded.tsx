import type { ReactNode } from "react";
import { type Resource, refresh } from "../data/resources.js";
import { FailureNotice } from "./FailureNotice.js";

interface LoadedProps<T> {
  readonly resource: Resource<T>;
  /** Path of the resource, to load it again. */
  readonly path: string;
  /** The shape of what is coming. */
  readonly skeleton: ReactNode;
  /** The view says above what is wrong; here it need not be said at length again. */
  readonly brief?: boolean;
  readonly children: (data: T) => ReactNode;
}

/**
 * One resource in all its states: its shape while it loads, its data, or why there are none. Data that are already
 * here stay when loading them anew fails: the connection's notice says how old they are.
 */
export function Loaded<T>({ resource, path, skeleton, brief = false, children }: LoadedProps<T>) {
  if (resource.data !== undefined) return children(resource.data);
  if (resource.failure) {
    return <FailureNotice failure={resource.failure} brief={brief} onRetry={() => refresh(path)} />;
  }
  return skeleton;
}
