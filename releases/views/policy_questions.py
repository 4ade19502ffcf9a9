"""How a tier is found, in the policy editor: the questions, and which answers lead to which tier."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from productops.doors import Stale
from productops.http import Request, go
from productops.people.views.editor import show
from releases.enums import Tier
from releases.policy_editing import key_for, put
from releases.policy_forms import QuestionForm, RuleForm
from releases.policy_reading import said
from releases.tiering import Question, TierRule, condition_words
from releases.views.policy_editor import Desk
from releases.views.policy_lists import Lines, place_of, reorder


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request) -> HttpResponse:
    """The questions in their order; POST moves or removes one."""
    desk = Desk(request)
    if request.method == "POST":

        def change(content: dict[str, Any], to: Callable[[Lines], Lines]) -> None:
            content["questions"] = to(content["questions"])

        desk.undoable(reorder(desk, change, lambda content: content["questions"], "key"), "questions")
        return go(request, "releases:policy-questions")
    rows = [_question_said(desk, each) for each in desk.content["questions"]]
    return render(request, "releases/policy_questions.html", {"desk": desk, "rows": rows})


def _question_said(desk: Desk, data: dict[str, Any]) -> dict[str, Any]:
    found = question_of(data, desk.language)
    return {"key": found.key, "text": found.text, "answers": list(found.answers.values())}


def question_of(data: dict[str, Any], language: str) -> Question:
    """The question as a draft has it, which may still lack something."""

    def words(value: Any) -> str:
        return said(value if isinstance(value, dict) else {language: str(value or "")}, language)

    answers = data.get("answers", [])
    if isinstance(answers, dict):
        answers = [{"value": value, "text": text} for value, text in answers.items()]
    return Question(
        str(data.get("key", "")), words(data.get("text")), {each["value"]: words(each["text"]) for each in answers}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, key: str = "") -> HttpResponse:
    """A new question, or change one. Question and answers keep their keys, so that rules still find them."""
    desk = Desk(request)
    there = desk.content["questions"]
    found = there[place_of(there, "key", key)] if key else {}
    if isinstance(found.get("answers"), dict):
        found = found | {"answers": [{"value": value, "text": text} for value, text in found["answers"].items()]}
    form = QuestionForm(request.POST or None, question=found, language=desk.language, initial={"version": desk.version})

    def change(content: dict[str, Any]) -> dict[str, Any]:
        text = form.worded("text")
        mine = key or key_for(text[desk.language], (each["key"] for each in content["questions"]))
        entry = {"key": mine, "text": text, "answers": _answers(form, found.get("answers", []), desk.language)}
        if help_text := form.worded("help"):
            entry["help"] = help_text
        content["questions"] = put(content["questions"], "key", entry)
        return content

    if desk.saved(form, change):
        desk.undoable(_("Saved in your draft."), "questions")
        return go(request, "releases:policy-questions")
    return show(request, "releases/policy_question.html", form, desk=desk, question=found)


def _answers(form: QuestionForm, before: Lines, language: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    taken = {str(each["value"]) for each in before}
    for row in range(form.rows):
        if texts := form.worded(f"answer_{row}"):
            value = before[row]["value"] if row < len(before) else key_for(texts[language], taken)
            taken.add(value)
            answers.append({"value": value, "text": texts})
    return answers


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: Request) -> HttpResponse:
    """Which answers lead to which tier; POST moves or removes a rule."""
    desk = Desk(request)
    if request.method == "POST":

        def change(content: dict[str, Any], to: Callable[[Lines], Lines]) -> None:
            content["rules"] = to(content["rules"])

        desk.undoable(reorder(desk, change, lambda content: content["rules"], ""), "rules")
        return go(request, "releases:policy-rules")
    known = [question_of(each, desk.language) for each in desk.content["questions"]]
    rows = [_rule_said(desk, place, each, known) for place, each in enumerate(desk.content["rules"])]
    tiers = [(tier, [row for row in rows if row["tier"] == tier]) for tier in reversed(Tier)]
    return render(request, "releases/policy_rules.html", {"desk": desk, "tiers": tiers})


def _rule_said(desk: Desk, place: int, data: dict[str, Any], known: list[Question]) -> dict[str, Any]:
    reason = data.get("reason", "")
    rule = TierRule(Tier(data["tier"]), {key: frozenset(values) for key, values in data["when"].items()}, "")
    return {
        "place": place,
        "tier": rule.tier,
        "conditions": " · ".join(condition_words(rule, known)) or _("No question asks this any more"),
        "reason": said(reason if isinstance(reason, dict) else {desk.language: reason}, desk.language),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: Request, place: int = -1) -> HttpResponse:
    """A new rule, or change one."""
    desk = Desk(request)
    there = desk.content["rules"]
    if place >= len(there):
        raise Http404
    found = there[place] if place >= 0 else {}
    form = RuleForm(
        request.POST or None, rule=found, language=desk.language, initial={"version": desk.version},
        questions=[question_of(each, desk.language) for each in desk.content["questions"]],
        tiers=[tier for tier in Tier if str(tier.value) in desk.content["tiers"]],
    )  # fmt: skip

    def change(content: dict[str, Any]) -> dict[str, Any]:
        if place >= len(content["rules"]):
            raise Stale(_("Somebody removed this rule meanwhile."), version=0)
        if place >= 0:
            content["rules"][place] = form.as_rule()
        else:
            content["rules"].append(form.as_rule())
        return content

    if desk.saved(form, change):
        desk.undoable(_("Saved in your draft."), "rules")
        return go(request, "releases:policy-rules")
    return show(request, "releases/policy_rule.html", form, desk=desk, rule=found)
