"""The one pure engine: `decide` turns a command on a case into events or a refusal; every rule of the life cycle lives here.

`python -m matters.lifecycle` prints the table of what is allowed in which status.
"""

from collections.abc import Callable
from typing import Any

from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.filed import Filed
from matters.commands import cases, items, reports
from matters.commands.base import Command
from matters.course.children import follow
from matters.course.entering import note_seen
from matters.course.following import drop_moot
from matters.course.starting import begin_clock
from matters.course.timekeeping import keep_time
from matters.engine.decision import Decision
from matters.engine.guards import guard, in_nobodys_stead, lacking, without_faulty
from matters.engine.proving import prove
from matters.engine.transitions import transition_table
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.errors.together import mendable, told_together
from matters.language.document import Definition
from matters.verbs import (
    accepting,
    applying,
    automating,
    cancelling,
    children,
    deciding,
    extending,
    handing,
    informing,
    inquiries,
    late_materials,
    passing,
    pausing,
    recounting,
    repairing,
    reporting,
    returning,
    revoking,
    ringing,
    signing,
)
from matters.world import World

Verdict = tuple[Event, ...] | Refusal


def decide(matter: Definition, case: Case | None, filed: Filed, command: Command, world: World) -> Verdict:
    """What follows from the command: the events in order, or the reason why not. No clock, no id, no I/O.

    `filed`: what the case says so far; of a case that is only being filed nothing, its command says it.
    """
    decision = Decision(matter, case, filed, command, world)
    if isinstance(command, cases.Submit):
        refusal = in_nobodys_stead(command) or applying.submit(decision, command)
    elif case is None:
        refusal = NotFound(what="该办件")
    else:
        refusal = guard(matter, case, filed, command, world) or _performed(decision, case, filed, command)
    if refusal:
        return refusal
    _see_to_the_rest(decision, case)
    unproven = prove(decision, case) if case else None
    return unproven or tuple(decision.events)


def _see_to_the_rest(decision: Decision, before: Case | None) -> None:
    """What follows from any act by itself; a case that has only been filed has nothing yet that could end or rest."""
    note_seen(decision)
    if before is None:
        begin_clock(decision)
        reporting.name_concerned(decision)
        return
    drop_moot(decision)
    pausing.end_rests(decision, before)
    begin_clock(decision)
    keep_time(decision)
    reporting.name_concerned(decision)
    reporting.step_aside(decision)
    follow(decision)


def _performed(decision: Decision, case: Case, filed: Filed, command: Command) -> Refusal | None:
    """Carry it out; where something of it is lacking, what else is wrong is told along (一次性告知)."""
    unready = lacking(decision.matter, case, filed, command, decision.world)
    refusal = _PERFORM[type(command)](decision, without_faulty(command, unready))
    return told_together(*unready, *([refusal] if mendable(refusal) else [])) if unready else refusal


_PERFORM: dict[type[Command], Callable[[Decision, Any], Refusal | None]] = {
    items.Accept: accepting.accept,
    items.RefuseAcceptance: accepting.refuse_acceptance,
    items.Supplement: applying.supplement,
    cases.Withdraw: applying.withdraw,
    items.Approve: deciding.approve,
    items.Reject: deciding.reject,
    items.Abstain: deciding.abstain,
    items.Complete: deciding.complete,
    items.Conclude: deciding.conclude,
    items.RequestSupplement: returning.to_applicant,
    items.ReturnToApplicant: returning.to_applicant,
    items.ReturnToStep: returning.to_step,
    cases.TakeBack: returning.take_back,
    items.Claim: handing.claim,
    items.Release: handing.release,
    items.Transfer: handing.transfer,
    items.Delegate: handing.delegate,
    items.Advise: handing.advise,
    items.Recall: handing.recall,
    items.ReportUp: passing.pass_on,
    items.SendDown: passing.pass_on,
    items.Forward: passing.pass_on,
    items.Reply: passing.reply,
    items.AddSigners: signing.add_signers,
    cases.RemoveSigner: signing.remove_signer,
    items.SendCopy: informing.send_copy,
    cases.ReadCopy: informing.read_copy,
    cases.RetractCopy: informing.retract_copy,
    cases.Urge: informing.urge,
    cases.Discuss: informing.discuss,
    items.Answer: inquiries.answer,
    items.Fulfil: inquiries.fulfil,
    items.HandInLate: late_materials.hand_in,
    items.AskSuspension: pausing.ask_suspension,
    items.ConsentToSuspension: pausing.consent,
    items.RefuseSuspension: pausing.refuse,
    items.AskExtension: extending.ask,
    items.ConsentToExtension: extending.consent,
    items.RefuseExtension: extending.refuse,
    items.Resume: pausing.resume,
    reports.Ring: ringing.ring,
    cases.AskRepair: repairing.ask,
    cases.ConfirmRepair: repairing.confirm,
    cases.DropRepair: repairing.drop,
    cases.HandOver: repairing.hand_over,
    cases.ReplaceApplicant: repairing.replace_applicant,
    items.ReportFailure: automating.report_failure,
    items.RunAgain: automating.run_again,
    reports.CheckRules: automating.check_rules,
    reports.RecordLookUp: automating.record_look_up,
    reports.RecordCall: automating.record_call,
    reports.ReportFault: automating.report_fault,
    items.PassSpotCheck: revoking.pass_spot_check,
    items.Revoke: revoking.revoke,
    reports.RecordPaper: reporting.record_paper,
    reports.Reresolve: reporting.reresolve,
    reports.CountAnew: recounting.count_anew,
    items.BeginAgain: children.begin_again,
    reports.RecordBegun: children.record_begun,
    reports.RecordFailure: children.record_failure,
    reports.RecordEnd: children.record_end,
    reports.CallOff: children.call_off,
    reports.EndCancelled: cancelling.end,
}


if __name__ == "__main__":
    print(transition_table())
