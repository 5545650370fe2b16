"""Which outcome the words of an opinion belong to: offices say consent, refusal and what is to be mended in few words."""

import re

from matters.commands.acts import Bent

_CLAUSES = re.compile(r"[，。；、！？,;.!?\s]+")
_REFUSES = re.compile(r"不予|不同意|不能同意|不批准|不准|未予|驳回")
_RETURNS = re.compile(r"补正|补充|退回|重新(?:填写|提交|上传)")
_CONSENTS = re.compile(r"同意|准予|予以(?:受理|批准|支持|许可)")
_NOT_YET = re.compile(r"[不未无没须需待否]")  # 未经同意, 须报同意: somebody else's consent, or none


def bent_of(phrase: str) -> Bent:
    """The outcome a phrase is meant for; one that says nothing of the kind goes with agreeing."""
    if _REFUSES.search(phrase):
        return "rejecting"
    return "returning" if _RETURNS.search(phrase) else "agreeing"


def contradicts(bent: Bent, opinion: str) -> bool:
    """Whether the opinion reads like the opposite of the act: a refusal that consents, a consent that only refuses."""
    consents = any(_CONSENTS.search(clause) and not _NOT_YET.search(clause) for clause in _CLAUSES.split(opinion))
    refuses = bool(_REFUSES.search(opinion))
    return consents if bent == "rejecting" else bent == "agreeing" and refuses and not consents
