"""The one pure engine: `decide` turns a command on a case into events or a refusal; every rule of the life cycle lives here.

`python -m matters.lifecycle` prints the table of what is allowed in which status.
"""

from collections.abc import Callable
from typing import Any

from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.filed import Filed
from matters.commands.base import Command
from matters.commands.cases import (
    AskRepair,
    ConfirmRepair,
    Discuss,
    DropRepair,
    HandOver,
    ReadCopy,
    RemoveSigner,
    ReplaceApplicant,
    RetractCopy,
    Submit,
    TakeBack,
    Urge,
    Withdraw,
)
from matters.commands.items import (
    Abstain,
    Accept,
    AddSigners,
    Advise,
    Answer,
    Approve,
    AskSuspension,
    BeginAgain,
    Claim,
    Complete,
    Conclude,
    ConsentToSuspension,
    Delegate,
    Forward,
    Fulfil,
    HandInLate,
    PassSpotCheck,
    Recall,
    RefuseAcceptance,
    RefuseSuspension,
    Reject,
    Release,
    Reply,
    ReportFailure,
    ReportUp,
    RequestSupplement,
    Resume,
    ReturnToApplicant,
    ReturnToStep,
    Revoke,
    RunAgain,
    SendCopy,
    SendDown,
    Supplement,
    Transfer,
)
from matters.commands.reports import (
    CallOff,
    CheckRules,
    RecordBegun,
    RecordCall,
    RecordEnd,
    RecordFailure,
    RecordLookUp,
    RecordPaper,
    ReportFault,
    Reresolve,
    Ring,
)
from matters.course.children import follow
from matters.course.following import drop_moot
from matters.course.timekeeping import keep_time
from matters.engine.decision import Decision
from matters.engine.guards import guard, in_nobodys_stead
from matters.engine.transitions import transition_table
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.language.document import Definition
from matters.verbs import (
    accepting,
    applying,
    automating,
    children,
    deciding,
    handing,
    informing,
    inquiries,
    late_materials,
    passing,
    pausing,
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
    if isinstance(command, Submit):
        refusal = in_nobodys_stead(command) or applying.submit(decision, command)
        if refusal is None:
            reporting.name_concerned(decision)
    elif case is None:
        refusal = NotFound(what="该办件")
    else:
        refusal = guard(matter, case, filed, command, world) or _PERFORM[type(command)](decision, command)
        drop_moot(decision)
        keep_time(decision)
        reporting.name_concerned(decision)
        reporting.step_aside(decision)
        follow(decision)
    return refusal or tuple(decision.events)


_PERFORM: dict[type[Command], Callable[[Decision, Any], Refusal | None]] = {
    Accept: accepting.accept,
    RefuseAcceptance: accepting.refuse_acceptance,
    Supplement: applying.supplement,
    Withdraw: applying.withdraw,
    Approve: deciding.approve,
    Reject: deciding.reject,
    Abstain: deciding.abstain,
    Complete: deciding.complete,
    Conclude: deciding.conclude,
    RequestSupplement: returning.to_applicant,
    ReturnToApplicant: returning.to_applicant,
    ReturnToStep: returning.to_step,
    TakeBack: returning.take_back,
    Claim: handing.claim,
    Release: handing.release,
    Transfer: handing.transfer,
    Delegate: handing.delegate,
    Advise: handing.advise,
    Recall: handing.recall,
    ReportUp: passing.pass_on,
    SendDown: passing.pass_on,
    Forward: passing.pass_on,
    Reply: passing.reply,
    AddSigners: signing.add_signers,
    RemoveSigner: signing.remove_signer,
    SendCopy: informing.send_copy,
    ReadCopy: informing.read_copy,
    RetractCopy: informing.retract_copy,
    Urge: informing.urge,
    Discuss: informing.discuss,
    Answer: inquiries.answer,
    Fulfil: inquiries.fulfil,
    HandInLate: late_materials.hand_in,
    AskSuspension: pausing.ask_suspension,
    ConsentToSuspension: pausing.consent,
    RefuseSuspension: pausing.refuse,
    Resume: pausing.resume,
    Ring: ringing.ring,
    AskRepair: repairing.ask,
    ConfirmRepair: repairing.confirm,
    DropRepair: repairing.drop,
    HandOver: repairing.hand_over,
    ReplaceApplicant: repairing.replace_applicant,
    ReportFailure: automating.report_failure,
    RunAgain: automating.run_again,
    CheckRules: automating.check_rules,
    RecordLookUp: automating.record_look_up,
    RecordCall: automating.record_call,
    ReportFault: automating.report_fault,
    PassSpotCheck: revoking.pass_spot_check,
    Revoke: revoking.revoke,
    RecordPaper: reporting.record_paper,
    Reresolve: reporting.reresolve,
    BeginAgain: children.begin_again,
    RecordBegun: children.record_begun,
    RecordFailure: children.record_failure,
    RecordEnd: children.record_end,
    CallOff: children.call_off,
}


if __name__ == "__main__":
    print(transition_table())
