import { homedir } from "node:os";
import { isAbsolute } from "node:path";
import { addressBookPath } from "../../deploy/addressBook.js";
import { HomeUnknown } from "./errors.js";

/**
 * Path of the address book of the user who runs this process.
 * @throws HomeUnknown
 */
export function userAddressBook(): string {
  const home = homeOrNothing();
  // A relative one would lead to the directory that the user happens to stand in.
  if (!isAbsolute(home)) throw new HomeUnknown();
  return addressBookPath(home);
}

function homeOrNothing(): string {
  try {
    return homedir();
  } catch {
    return "";
  }
}
