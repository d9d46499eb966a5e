export { kindWord, statusWord } from "./deviceWords.js";
export { accountDid, type DeviceDid, DID_METHOD, formatDid, parseDid } from "./did/did.js";
export { type DeviceEndpoint, isService } from "./did/document.js";
export { getResolver, type ResolverChain, type ResolverOptions } from "./did/resolver.js";
export * from "./errors.js";
export {
  createAccountKeystore,
  type OpenedAccount,
  openAccountKeystore,
  type SealOptions,
  sealAccount,
  statedAddress,
} from "./keystore/accountKeystore.js";
export { LONGEST_KEYSTORE } from "./keystore/container.js";
export { type DeviceKey, deviceKeyOf, KEY_TYPES, type KeyType, randomSecret, signerOf } from "./keystore/deviceKey.js";
export {
  createDeviceKeystore,
  type DeviceBinding,
  type DeviceKeystoreFacts,
  type OpenedDeviceKeystore,
  openDeviceKeystore,
  readDeviceFacts,
  sealDevice,
} from "./keystore/deviceKeystore.js";
export { DEFAULT_COST, type ScryptCost } from "./keystore/scrypt.js";
export { createSealingKeystore, openSealingKeystore, statedSealingKey } from "./keystore/sealingKeystore.js";
export { createSecretFile, replaceSecretFile } from "./keystore/secretFile.js";
export {
  type DeviceMessage,
  type EnrolmentMessage,
  type FirmwareMessage,
  messageJson,
  parseMessage,
  type RotationMessage,
} from "./messages/deviceMessage.js";
export { type AccusedRecord, parseSignedRecord, recordArguments } from "./messages/signedRecord.js";
export {
  type AwaitedEnrolment,
  type RotationWish,
  requireCurrent,
  requireSignedEnrolment,
  requireSignedFirmware,
  requireSignedRotation,
  signEnrolment,
  signFirmware,
  signRotation,
} from "./messages/signing.js";
export { type Reading, type ReadingPlace, type SignedReading, signReading } from "./messages/signReading.js";
export { drawTicket, sizeOfQr } from "./ticket/qr.js";
export { type EnrolmentTicket, formatTicket, parseTicket, TICKET_LENGTH, type TicketContent } from "./ticket/ticket.js";
