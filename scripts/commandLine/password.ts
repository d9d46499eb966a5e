import { readText } from "./files.js";
import { PasswordMismatch, PasswordMissing, PasswordWeak } from "./passwordErrors.js";
import { readHidden } from "./readHidden.js";

export interface PasswordWish {
  /** What it opens, in a few words: "the account alice.json". */
  readonly of: string;
  /** File whose first line is the password. */
  readonly file: string | undefined;
}

const VARIABLE = "WATTPROOF_PASSWORD";
const LONGEST_FILE_BYTES = 4096;
/** NIST SP 800-63B: the shortest that a person may choose. */
const SHORTEST = 8;

/**
 * The password of a keystore that exists: the first line of the file that the user named, else `WATTPROOF_PASSWORD`, else
 * what is typed at the terminal without echo. Never an argument: other users of the machine see those.
 * @throws PasswordMissing, FileUnreadable
 */
export async function readPassword({ of, file }: PasswordWish): Promise<string> {
  const given = givenPassword(file);
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw new PasswordMissing(of);
  return readHidden(`Password of ${of}: `);
}

/**
 * The password of a keystore that is about to be made; typed twice where it is typed.
 * @throws PasswordMissing, PasswordMismatch, PasswordWeak, FileUnreadable
 */
export async function readNewPassword({ of, file }: PasswordWish): Promise<string> {
  const password = givenPassword(file) ?? (await typedTwice(of));
  if (password.length < SHORTEST) throw new PasswordWeak(SHORTEST);
  return password;
}

async function typedTwice(of: string): Promise<string> {
  if (!process.stdin.isTTY) throw new PasswordMissing(of);
  const password = await readHidden(`New password for ${of}: `);
  if ((await readHidden("Once more: ")) !== password) throw new PasswordMismatch();
  return password;
}

function givenPassword(file: string | undefined): string | undefined {
  if (file !== undefined) return readText(file, LONGEST_FILE_BYTES).split(/\r?\n/, 1)[0] ?? "";
  return process.env[VARIABLE] || undefined;
}
