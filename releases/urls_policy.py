"""Addresses of the release policy: read, versions, the editor; what areas add; freeze windows."""

from django.urls import path

from releases.views import area_checklist, freezes, policy, policy_editor, policy_lists, policy_questions

urlpatterns = [
    path("policy/", policy.policy, name="policy"),
    path("policy/versions/", policy.versions, name="policy-versions"),
    path("policy/size/", policy.size, name="policy-size"),
    path("policy/<int:number>/", policy.version, name="policy-version"),
    # The editor
    path("policy/editor/", policy_editor.editor, name="policy-editor"),
    path("policy/editor/undo/", policy_editor.undo, name="policy-undo"),
    path("policy/editor/removal/", policy_editor.removal, name="policy-draft-removal"),
    path("policy/editor/publication/", policy_editor.publication, name="policy-publication"),
    path("policy/editor/general/", policy_editor.general, name="policy-general"),
    path("policy/editor/questions/", policy_questions.questions, name="policy-questions"),
    path("policy/editor/questions/new/", policy_questions.question, name="policy-question-new"),
    path("policy/editor/questions/change/<slug:key>/", policy_questions.question, name="policy-question"),
    path("policy/editor/rules/", policy_questions.rules, name="policy-rules"),
    path("policy/editor/rules/new/", policy_questions.rule, name="policy-rule-new"),
    path("policy/editor/rules/<int:place>/", policy_questions.rule, name="policy-rule"),
    path("policy/editor/tier-<int:number>/", policy_editor.tier, name="policy-tier"),
    path("policy/editor/tier-<int:number>/use/", policy_editor.use, name="policy-tier-use"),
    path("policy/editor/tier-<int:number>/checklist/", policy_lists.lines, name="policy-lines"),
    path("policy/editor/tier-<int:number>/checklist/order/", policy_lists.lines_order, name="policy-lines-order"),
    path("policy/editor/tier-<int:number>/checklist/line/<slug:key>/", policy_lists.line, name="policy-line"),
    # What an area adds
    path("checklists/<slug:slug>/", area_checklist.checklist, name="area-checklist"),
    path("checklists/<slug:slug>/new/", area_checklist.line, name="area-line-new"),
    path("checklists/<slug:slug>/order/", area_checklist.order, name="area-lines-order"),
    path("checklists/<slug:slug>/line/<slug:key>/", area_checklist.line, name="area-line"),
    # Freeze windows
    path("freezes/", freezes.freezes, name="freezes"),
    path("freezes/new/", freezes.new, name="freeze-new"),
    path("freezes/<int:pk>/", freezes.edit, name="freeze"),
    path("freezes/<int:pk>/removal/", freezes.removal, name="freeze-removal"),
]
