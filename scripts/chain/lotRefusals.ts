const SHOW = "Look at the lot with wattproof lot show.";
const UNPACK = "Unpack the package first (wattproof lot unpack).";

/** Errors of `Lots`, by name, for people. */
export const LOT_REFUSALS = {
  LotsNotMember: {
    message: "Only members of the consortium make lots and take them",
    next: "Have the account admitted to the consortium, or send from a member's.",
  },
  LotsNotCustodian: {
    message: "Somebody else has the lot",
    next: "Send from its custodian's account, or have the lot offered (wattproof lot offer-custody) and accept it.",
  },
  LotsUnexpectedState: { message: "The lot is unknown, on its way, or was consumed", next: SHOW },
  LotsInPackage: { message: "The lot is in a package and moves with it", next: UNPACK },
  LotsNotGoods: { message: "A package is neither split nor merged nor used", next: UNPACK },
  LotsNotPackage: { message: "The lot is no package", next: SHOW },
  LotsAlreadyMade: {
    message: "The account made a lot of this salt before",
    next: "Leave the salt out, or choose another.",
  },
  LotsInvalidText: {
    message: "An item has 1 to 256 bytes and a batch 256 at most",
    next: "Name the item, or shorten the text.",
  },
  LotsInvalidUnit: { message: "A unit is 1 to 32 printable ASCII characters", next: "Write it so, such as kg." },
  LotsNoQuantity: { message: "A lot has a quantity", next: "Give one above zero." },
  LotsQuantityTooLarge: { message: "The lots are together more than a lot may be", next: "Merge fewer." },
  LotsQuantityNotConserved: { message: "The parts are not the whole", next: "Give parts that sum up to it." },
  LotsInvalidCount: {
    message: "A step takes 64 lots at most; a split and a merge need two, a package one",
    next: "Give as many, or do it in several steps.",
  },
  LotsDifferentGoods: {
    message: "The lot has another item or unit than the first",
    next: "Merge what is the same, or create a lot of both (wattproof lot create --of).",
  },
  LotsTooDeep: { message: "Packages are packed four deep at most", next: UNPACK },
  LotsNotOffered: {
    message: "The lot is not offered to the account, or not any more: what happens to a lot ends its offer",
    next: "Have its custodian offer it (wattproof lot offer-custody).",
  },
  LotsOfferedToCustodian: { message: "Nobody offers a lot to itself", next: "Name the other member." },
  LotsNotOfDelivery: { message: "Another delivery carries the lot, or none does", next: SHOW },
  LotsInvalidCarriage: {
    message: "A carriage has a delivery and a custodian",
    next: "Name the delivery, and an account other than zero.",
  },
} as const;

export type LotRefusalCode = keyof typeof LOT_REFUSALS;
