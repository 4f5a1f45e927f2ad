"""Who must be there, how votes are counted, and what they decide. Pure; nothing here knows the database.

A seat of weight 0 advises: it neither votes nor counts towards the quorum. All counts are whole numbers. Shares and
majorities are compared by multiplying, never by dividing, so nothing is rounded but a quorum by share, which is
rounded up.

Source of the rules: the constitutions of joint boards as the papers describe them (one vote for each organisation in a
partnership of thirteen), and schedule 12 to the Local Government Act 1972: a majority of those who vote, and a second
or casting vote of the person presiding.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class QuorumKind(StrEnum):
    NUMBER = "number"
    SHARE = "share"
    EACH = "each"


class Voters(StrEnum):
    ORGANISATION = "organisation"
    MEMBER = "member"
    WEIGHTED = "weighted"


class Needed(StrEnum):
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"
    UNANIMITY = "unanimity"


class Tie(StrEnum):
    CASTING = "casting"
    FALLS = "falls"


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    CARRIED = "carried"
    LOST = "lost"
    FELL = "fell"  # votes were equal and nobody decided it


CHAIR, PRESIDING = "the chair", "the person presiding"


@dataclass(frozen=True)
class Member:
    """A seat as it counts: its key, the name of the organisation it is for ("" for none), its weight, and the key of
    the organisation: two can have the same name."""

    seat: int
    organisation: str = ""
    weight: int = 1
    organisation_key: int = 0

    @property
    def party(self) -> tuple[int, str]:
        """What counts as one organisation."""
        return (self.organisation_key, self.organisation)


# --- Quorum -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class QuorumRule:
    """How many seats must be filled by somebody present: `number` of them, `per_cent` of all, or one of each
    organisation that has a seat. Vacant seats count among all."""

    kind: QuorumKind
    number: int = 0
    per_cent: int = 0

    def least(self, seats: int) -> int:
        """How many of so many seats are needed; a share is rounded up.

        >>> QuorumRule(QuorumKind.SHARE, per_cent=50).least(9)
        5
        >>> QuorumRule(QuorumKind.SHARE, per_cent=33).least(3)
        1
        """
        return -(-seats * self.per_cent // 100) if self.kind is QuorumKind.SHARE else self.number

    @property
    def words(self) -> str:
        """
        >>> QuorumRule(QuorumKind.SHARE, per_cent=50).words
        '50% of the seats, rounded up'
        """
        if self.kind is QuorumKind.EACH:
            return "At least one seat of each organisation"
        return f"{self.per_cent}% of the seats, rounded up" if self.kind is QuorumKind.SHARE else _count(self.number)


@dataclass(frozen=True)
class Quorum:
    """Whether enough are there, and in words what is missing."""

    met: bool
    sentence: str


def quorum(rule: QuorumRule, members: Sequence[Member], present: Collection[int]) -> Quorum:
    """Whether those present are enough. `present` are keys of seats; unknown ones and those of weight 0 do not count.

    >>> joint = [Member(n, name) for n, name in enumerate(["Bolsover", "Bolsover", "Derby"])]
    >>> quorum(QuorumRule(QuorumKind.NUMBER, 2), joint, {0}).sentence
    '1 of 3 seats is present; 2 are needed, so 1 is missing.'
    >>> quorum(QuorumRule(QuorumKind.EACH), joint, {0, 1}).sentence
    'Nobody from Derby is present. At least one from each of 2 organisations is needed.'
    """
    voting = [each for each in members if each.weight > 0]
    here = [each for each in voting if each.seat in present]
    if rule.kind is QuorumKind.EACH:
        return _each(voting, here)
    least, count = rule.least(len(voting)), len(here)
    missing = least - count
    said = f"{count} of {_count(len(voting))} {_is(count)} present; {least} {_is(least)} needed"
    # Where a body has no seats nobody can decide anything.
    met = missing <= 0 and bool(here)
    return Quorum(met, f"{said}, so {missing} {_is(missing)} missing." if missing > 0 else f"{said}.")


def _each(voting: Sequence[Member], here: Sequence[Member]) -> Quorum:
    wanted = list(dict.fromkeys(each.party for each in voting if each.organisation))
    found = {each.party for each in here}
    lacking = [party[1] for party in wanted if party not in found]
    asked = f"At least one from each of {len(wanted)} organisations is needed."
    if not wanted:
        return Quorum(False, "No organisation has a seat.")
    if lacking:
        return Quorum(False, f"Nobody from {_listed(lacking)} is present. {asked}")
    return Quorum(True, f"Somebody from each of {len(wanted)} organisations is present.")


# --- Votes ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class VotingRule:
    """Who votes, what is needed, and what becomes of a tie.

    What is needed is counted of the votes for and against; abstentions count for neither. Majority: more for than
    against. Two thirds: at least two of three of those votes are for. Unanimity: none against. Nothing is carried
    without a vote for it. A tie is an equal number, above 0, for and against where a majority is needed.
    """

    voters: Voters
    needed: Needed
    tie: Tie

    @property
    def words(self) -> str:
        """
        >>> VotingRule(Voters.ORGANISATION, Needed.TWO_THIRDS, Tie.FALLS).words
        'One vote for each organisation; two thirds of the votes for and against.'
        """
        if self.needed is not Needed.MAJORITY:
            return f"{_VOTERS[self.voters]}; {_NEEDED[self.needed]}."
        return f"{_VOTERS[self.voters]}; {_NEEDED[self.needed]}; {_TIE[self.tie]}."


_VOTERS = {
    Voters.ORGANISATION: "One vote for each organisation",
    Voters.MEMBER: "One vote for each seat",
    Voters.WEIGHTED: "Each seat votes with its weight",
}
_NEEDED = {
    Needed.MAJORITY: "a majority of the votes for and against",
    Needed.TWO_THIRDS: "two thirds of the votes for and against",
    Needed.UNANIMITY: "no vote against",
}
_TIE = {Tie.CASTING: "on a tie the person presiding has a casting vote", Tie.FALLS: "on a tie the motion falls"}


@dataclass(frozen=True)
class Ballot:
    """How one seat voted."""

    member: Member
    choice: Choice


@dataclass(frozen=True)
class Tally:
    votes_for: int
    votes_against: int
    abstentions: int

    @property
    def words(self) -> str:
        """
        >>> Tally(5, 3, 1).words
        '5 votes to 3, with 1 abstention'
        """
        votes = f"{self.votes_for} vote{'' if self.votes_for == 1 else 's'} to {self.votes_against or 'none'}"
        if not self.abstentions:
            return votes
        return f"{votes}, with {self.abstentions} abstention{'' if self.abstentions == 1 else 's'}"


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    tally: Tally
    sentence: str


def voting_twice(rule: VotingRule, ballots: Sequence[Ballot]) -> list[Member]:
    """The seats for whose organisation another one votes before them, where each has one vote, cast for all.

    >>> rule = VotingRule(Voters.ORGANISATION, Needed.MAJORITY, Tie.FALLS)
    >>> voting_twice(rule, [Ballot(Member(1, "Derby"), Choice.FOR), Ballot(Member(2, "Derby"), Choice.FOR)])
    [Member(seat=2, organisation='Derby', weight=1, organisation_key=0)]
    """
    if rule.voters is not Voters.ORGANISATION:
        return []
    first: dict[tuple[int, str], int] = {}
    members = [ballot.member for ballot in ballots]
    return [each for each in members if first.setdefault(each.party, each.seat) != each.seat]


def may_vote(rule: VotingRule, member: Member) -> bool:
    """A seat of weight 0 never votes; where organisations vote, one that is for none does not either."""
    return member.weight > 0 and (rule.voters is not Voters.ORGANISATION or bool(member.organisation))


def count(rule: VotingRule, ballots: Sequence[Ballot]) -> Tally:
    """Add up the ballots: by weight where the rule says so, else one each.

    >>> weighed = VotingRule(Voters.WEIGHTED, Needed.MAJORITY, Tie.FALLS)
    >>> count(weighed, [Ballot(Member(1, weight=3), Choice.FOR), Ballot(Member(2, weight=2), Choice.AGAINST)])
    Tally(votes_for=3, votes_against=2, abstentions=0)

    Raises ValueError for a ballot of a seat that may not vote, for two of one seat, and for two of one organisation
    where it has one vote.
    """
    if any(not may_vote(rule, ballot.member) for ballot in ballots):
        raise ValueError("A seat without a vote has voted.")
    if len({ballot.member.seat for ballot in ballots}) < len(ballots) or voting_twice(rule, ballots):
        raise ValueError("Somebody has voted twice.")
    sums = dict.fromkeys(Choice, 0)
    for ballot in ballots:
        sums[ballot.choice] += ballot.member.weight if rule.voters is Voters.WEIGHTED else 1
    return Tally(sums[Choice.FOR], sums[Choice.AGAINST], sums[Choice.ABSTAIN])


def is_tie(rule: VotingRule, tally: Tally) -> bool:
    return rule.needed is Needed.MAJORITY and tally.votes_for == tally.votes_against > 0


def decide(rule: VotingRule, tally: Tally, casting: Choice | None = None, *, by: str = CHAIR) -> Result:
    """What a tally decides. `casting`: how the person presiding broke a tie, if the rule lets them and they did; `by`:
    what that person is called.

    >>> rule = VotingRule(Voters.MEMBER, Needed.MAJORITY, Tie.CASTING)
    >>> decide(rule, Tally(4, 4, 1), Choice.FOR).sentence
    'Carried by the casting vote of the chair after 4 votes to 4, with 1 abstention.'
    >>> decide(VotingRule(Voters.MEMBER, Needed.TWO_THIRDS, Tie.FALLS), Tally(5, 3, 0)).sentence
    'Lost by 5 votes to 3; two thirds of the votes for and against are needed.'

    Raises ValueError for a casting vote where there is no tie, or the rule gives nobody one.
    """
    if is_tie(rule, tally):
        return _of_tie(rule, tally, casting, by)
    if casting is not None:
        raise ValueError("There is no tie to break.")
    if not _carries(rule, tally):
        return Result(Outcome.LOST, tally, _lost(rule, tally))
    unanimous = tally.votes_against == 0
    words = f"Carried without a vote against, by {tally.words}." if unanimous else f"Carried by {tally.words}."
    return Result(Outcome.CARRIED, tally, words)


def _of_tie(rule: VotingRule, tally: Tally, casting: Choice | None, by: str) -> Result:
    if rule.tie is Tie.FALLS:
        if casting is not None:
            raise ValueError("Nobody has a casting vote.")
        return Result(Outcome.FELL, tally, f"Fell on a tie of {tally.words}.")
    if casting is None or casting is Choice.ABSTAIN:
        return Result(Outcome.FELL, tally, f"Fell on a tie of {tally.words}: {by} gave no casting vote.")
    outcome = Outcome.CARRIED if casting is Choice.FOR else Outcome.LOST
    words = f"{outcome.capitalize()} by the casting vote of {by} after {tally.words}."
    return Result(outcome, tally, words)


def _carries(rule: VotingRule, tally: Tally) -> bool:
    if tally.votes_for == 0:
        return False
    if rule.needed is Needed.UNANIMITY:
        return tally.votes_against == 0
    if rule.needed is Needed.TWO_THIRDS:
        return 3 * tally.votes_for >= 2 * (tally.votes_for + tally.votes_against)
    return tally.votes_for > tally.votes_against


def _lost(rule: VotingRule, tally: Tally) -> str:
    if tally.votes_for == tally.votes_against == 0:
        return "Lost: nobody voted for it."
    if rule.needed is Needed.MAJORITY:
        return f"Lost by {tally.words}."
    asked = "no vote against is allowed" if rule.needed is Needed.UNANIMITY else f"{_NEEDED[rule.needed]} are needed"
    return f"Lost by {tally.words}; {asked}."


# --- Words ------------------------------------------------------------------------------------------------------------
def _count(seats: int) -> str:
    return f"{seats} seat{'' if seats == 1 else 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _listed(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
