/**
 * What the command line answers to the shell. `NetworkStands`: a network that was asked about makes no blocks, or its nodes
 * hold different ones.
 */
export const ExitCode = {
  Success: 0,
  DataError: 1,
  Usage: 2,
  NetworkStands: 3,
  FoundingDiffers: 3,
  Interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
