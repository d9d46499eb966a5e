// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Negotiation} from "../../../contracts/Negotiation.sol";
import {IMembership} from "../../../contracts/interfaces/IMembership.sol";
import {
    Condition,
    NegotiationState,
    Note,
    Opening,
    Proposal,
    SealedProposal,
    Terms
} from "../../../contracts/types/Deals.sol";
import {vm} from "./Vm.sol";

/// Two parties and an outsider who take every step at any time, with signatures of anybody over anything, and bring old
/// ones again; members are expelled and come back. Books of its own say what must have come of it. Every other negotiation is
/// public, and rounds are brought to negotiations of the other mode, too. Terms are unsound in several ways: a public round
/// must not go through with them, and of a sealed one nobody sees it.
contract NegotiationHandler {
    enum Kind {
        Offer,
        Counter,
        Accept,
        Reject,
        Withdraw
    }

    /// A step as it is brought, and who signed it.
    struct Step {
        Kind kind;
        uint8 which;
        uint8 proposer;
        uint8 signer;
        uint32 round;
        uint48 expiresAtS;
        bytes32 termsHash;
        /// Of a proposal: how its round is brought, and what its terms are, see `_termsOf`.
        bool isSealed;
        uint8 price;
    }

    struct Book {
        NegotiationState state;
        uint32 round;
        uint8 proposer;
        uint48 expiresAtS;
        bytes32 termsHash;
        bytes32 head;
    }

    uint8 public constant NEGOTIATIONS = 4;
    uint8 private constant BUYER = 1;
    uint8 private constant SELLER = 2;
    uint8 private constant OUTSIDER = 3;

    Negotiation public immutable negotiations;

    /// Whether a step went through that must not, or was refused that must go through.
    bool public broken;
    uint256 public accepted;
    uint256 public refused;
    /// Rounds that went through, public ones and sealed ones.
    uint256[2] public proposed;

    mapping(uint8 which => Book) private _books;
    /// What a party's own key signed the terms `termsHash` for, whatever became of it.
    mapping(uint8 party => mapping(uint8 which => mapping(uint32 round => mapping(bytes32 termsHash => bool))))
        public signed;
    Step[] private _steps;
    mapping(address account => bool) private _isExpelled;

    constructor() {
        vm.warp(1_000_000);
        negotiations = new Negotiation(IMembership(address(this)));
    }

    /// What the contract asks `Membership`.
    function isMember(address account) public view returns (bool) {
        return !_isExpelled[account];
    }

    /// Expels a party, or admits it again.
    function expel(uint8 dice) external {
        if (dice % 4 != 0) return;
        address account = vm.addr(BUYER + ((dice / 4) % 2));
        _isExpelled[account] = !_isExpelled[account];
    }

    function idOf(uint8 which) public view returns (bytes32) {
        return negotiations.idOf(_opening(which));
    }

    function bookOf(uint8 which) external view returns (Book memory b) {
        b = _books[which];
        if (b.state == NegotiationState.Open && block.timestamp > b.expiresAtS) b.state = NegotiationState.Expired;
    }

    /// Any step, of the round that is due or one beside it.
    function step(uint8 dice, uint8 who, uint8 roundDice, uint16 timeS, uint8 price) external {
        Step memory s;
        s.kind = Kind(dice % 5);
        s.which = (dice / 5) % NEGOTIATIONS;
        s.proposer = 1 + (who % 4 == 3 ? OUTSIDER - 1 : who % 2);
        // Mostly the one whose step it is.
        s.signer = roundDice % 7 == 6 ? 1 + ((who / 4) % 3) : _whose(s);
        Book memory b = _books[s.which];
        bool proposes = s.kind == Kind.Offer || s.kind == Kind.Counter;
        s.round = b.round + (proposes ? 1 : 0);
        if (roundDice % 11 == 10) s.round += 1;
        if (roundDice % 11 == 9 && s.round != 0) s.round -= 1;
        s.expiresAtS = uint48(block.timestamp + timeS) - 50;
        s.isSealed = _isSealed(s.which) != (roundDice % 13 == 12);
        s.price = price % 32;
        s.termsHash = proposes || price % 8 == 7 ? negotiations.hashTerms(_termsOf(s.price)) : b.termsHash;
        _steps.push(s);
        _bring(s);
    }

    /// A step that was signed before, whatever became of it, brought again.
    function bringAgain(uint256 index) external {
        if (_steps.length != 0) _bring(_steps[index % _steps.length]);
    }

    function wait(uint16 timeS) external {
        vm.warp(block.timestamp + timeS);
    }

    function expire(uint8 which) external {
        which %= NEGOTIATIONS;
        Book storage b = _books[which];
        bool expected = b.state == NegotiationState.Open && block.timestamp > b.expiresAtS;
        try negotiations.expire(idOf(which)) {
            broken = broken || !expected;
            b.state = NegotiationState.Expired;
        } catch {
            broken = broken || expected;
        }
    }

    function _bring(Step memory s) private {
        Book storage b = _books[s.which];
        bool proposes = s.kind == Kind.Offer || s.kind == Kind.Counter;
        bytes32 digest = proposes ? _proposalDigest(s) : _answerDigest(s);
        bool expected = proposes ? _mayPropose(s, b) : _mayAnswer(s, b);
        if (proposes || s.kind == Kind.Accept) signed[s.signer][s.which][s.round][s.termsHash] = true;
        if (!_send(s, _sign(s.signer, digest))) {
            ++refused;
            broken = broken || expected;
            return;
        }
        broken = broken || !expected;
        if (proposes) {
            (b.state, b.round, b.proposer) = (NegotiationState.Open, s.round, s.proposer);
            (b.expiresAtS, b.termsHash) = (s.expiresAtS, s.termsHash);
            ++proposed[s.isSealed ? 1 : 0];
        } else {
            b.state =
                s.kind == Kind.Accept
                    ? NegotiationState.Accepted
                    : s.kind == Kind.Reject
                        ? NegotiationState.Rejected
                        : NegotiationState.Withdrawn;
            if (s.kind == Kind.Accept) ++accepted;
        }
        b.head = keccak256(abi.encode(b.head, digest, vm.addr(s.signer)));
    }

    function _mayPropose(Step memory s, Book storage b) private view returns (bool) {
        bool isDue =
            s.kind == Kind.Offer
                ? b.state == NegotiationState.None
                : b.state == NegotiationState.Open && block.timestamp <= b.expiresAtS;
        bool isParty = s.proposer != OUTSIDER;
        bool isTimely = s.round == b.round + 1 && block.timestamp <= s.expiresAtS;
        bool areMembers = isMember(vm.addr(s.proposer));
        if (s.kind == Kind.Offer) areMembers = isMember(vm.addr(BUYER)) && isMember(vm.addr(SELLER));
        bool fits = s.isSealed == _isSealed(s.which) && (s.isSealed || _isSound(s.price));
        return isDue && isParty && s.signer == s.proposer && isTimely && areMembers && fits;
    }

    function _mayAnswer(Step memory s, Book storage b) private view returns (bool) {
        bool isOpen = b.state == NegotiationState.Open && block.timestamp <= b.expiresAtS;
        bool fits = s.kind != Kind.Accept || (s.termsHash == b.termsHash && isMember(vm.addr(_whose(s))));
        return isOpen && s.round == b.round && fits && s.signer == _whose(s);
    }

    /// Whose step it is: of a proposal the proposer's, else the side's that proposed last or the other's.
    function _whose(Step memory s) private view returns (uint8) {
        if (s.kind == Kind.Offer || s.kind == Kind.Counter) return s.proposer;
        uint8 proposer = _books[s.which].proposer;
        return s.kind == Kind.Withdraw ? (proposer == 0 ? BUYER : proposer) : (proposer == BUYER ? SELLER : BUYER);
    }

    function _send(Step memory s, bytes memory signature) private returns (bool) {
        bytes32 id = idOf(s.which);
        bytes memory call =
            s.kind == Kind.Offer
                ? _offerCall(s, signature)
                : s.kind == Kind.Counter
                    ? _counterCall(s, signature)
                    : s.kind == Kind.Accept
                        ? abi.encodeCall(negotiations.accept, (id, s.round, s.termsHash, signature))
                        : s.kind == Kind.Reject
                            ? abi.encodeCall(negotiations.reject, (id, s.round, signature))
                            : abi.encodeCall(negotiations.withdraw, (id, s.round, signature));
        // solhint-disable-next-line avoid-low-level-calls
        (bool done, ) = address(negotiations).call(call);
        return done;
    }

    function _offerCall(Step memory s, bytes memory signature) private view returns (bytes memory) {
        Opening memory opening = _opening(s.which);
        return
            s.isSealed
                ? abi.encodeCall(negotiations.offerSealed, (opening, _sealed(s), signature))
                : abi.encodeCall(negotiations.offer, (opening, _public(s), signature));
    }

    function _counterCall(Step memory s, bytes memory signature) private view returns (bytes memory) {
        bytes32 id = idOf(s.which);
        return
            s.isSealed
                ? abi.encodeCall(negotiations.counterOfferSealed, (id, _sealed(s), signature))
                : abi.encodeCall(negotiations.counterOffer, (id, _public(s), signature));
    }

    function _proposalDigest(Step memory s) private view returns (bytes32) {
        bytes32 id = idOf(s.which);
        return s.isSealed ? negotiations.digestOfSealed(id, _sealed(s)) : negotiations.digestOf(id, _public(s));
    }

    function _sealed(Step memory s) private pure returns (SealedProposal memory) {
        return SealedProposal(vm.addr(s.proposer), s.round, s.expiresAtS, s.termsHash, bytes32(uint256(s.round)), "");
    }

    function _public(Step memory s) private pure returns (Proposal memory) {
        return Proposal(vm.addr(s.proposer), s.round, s.expiresAtS, _termsOf(s.price), Note("", bytes32(0)));
    }

    /// Five prices of 32 have terms that a public negotiation does not take.
    function _isSound(uint8 price) private pure returns (bool) {
        return price < 8 || price > 12;
    }

    function _termsOf(uint8 price) private pure returns (Terms memory t) {
        (t.buyer, t.seller, t.item, t.currency) = (vm.addr(BUYER), vm.addr(SELLER), "steel", "USD");
        (t.priceMicro, t.quantityMilli, t.conditions) = (price, 1000, new Condition[](1));
        t.conditions[0] = Condition("humidity", 0, 10_000);
        if (price == 8) t.quantityMilli = 0;
        if (price == 9) t.seller = vm.addr(OUTSIDER);
        if (price == 10) t.target = string(new bytes(1024 - 7));
        if (price == 11) t.conditions[0].minMilli = 10_001;
        if (price == 12) t.conditions[0].field = "colour";
    }

    function _isSealed(uint8 which) private pure returns (bool) {
        return which % 2 == 0;
    }

    /// Hashed here, apart from the contract.
    function _answerDigest(Step memory s) private view returns (bytes32) {
        bytes32 id = idOf(s.which);
        bytes32 structHash =
            s.kind == Kind.Accept
                ? keccak256(
                    abi.encode(
                        keccak256(
                            "Acceptance(bytes32 negotiation,uint32 round,Terms terms)"
                            "Condition(bytes32 field,int64 minMilli,int64 maxMilli)"
                            "Terms(address buyer,address seller,string item,uint128 priceMicro,uint64 quantityMilli,"
                            "string currency,Condition[] conditions,string target,bytes32 salt)"
                        ),
                        id,
                        s.round,
                        s.termsHash
                    )
                )
                : s.kind == Kind.Reject
                    ? keccak256(abi.encode(keccak256("Rejection(bytes32 negotiation,uint32 round)"), id, s.round))
                    : keccak256(abi.encode(keccak256("Withdrawal(bytes32 negotiation,uint32 round)"), id, s.round));
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Wattproof Negotiation"),
                keccak256("1"),
                block.chainid,
                address(negotiations)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", separator, structHash));
    }

    function _sign(uint8 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _opening(uint8 which) private pure returns (Opening memory) {
        return Opening(vm.addr(BUYER), vm.addr(SELLER), _isSealed(which), bytes32(uint256(which)));
    }
}
