"""Addresses of what leads to a decision: sign-offs, bundle, preflight, the decision and its card."""

from django.urls import path

from releases.views import (
    bundle,
    bundle_pdf,
    card,
    decision,
    meeting,
    preflight,
    rounds,
    signed_signoff,
    signoffs,
    training,
)

of_all = [
    path("verify/", card.verify, name="verify"),
    path("signoffs/<str:token>/", signed_signoff.signed_signoff, name="signed-signoff"),
]
of_one = [
    path("signoffs/", signoffs.signoffs, name="signoffs"),
    path("signoffs/requests/", signoffs.requests, name="signoff-requests"),
    path("signoffs/<slug:function>/", signoffs.signoff, name="signoff"),
    path("signoffs/<slug:function>/wait/", signoffs.wait, name="signoff-wait"),
    path("signoffs/<slug:function>/wait/removal/", signoffs.wait_removal, name="signoff-wait-removal"),
    path("preflight/", preflight.page, name="preflight"),
    path("rounds/", rounds.begin, name="rounds"),
    path("overrides/", rounds.override, name="override"),
    path("overrides/requests/", rounds.override_request, name="override-request"),
    path("escalation/", rounds.escalation, name="escalation"),
    path("decision/", decision.decision, name="decision"),
    path("decisions/<int:number>/", card.card, name="card"),
    path("decisions/<int:number>/card/", card.card_file, name="card-file"),
    path("reconfirmation/", decision.reconfirmation, name="reconfirmation"),
    path("conditions/<int:pk>/fulfilment/", decision.fulfilment, name="condition-fulfilment"),
    path("conditions/<int:pk>/override/", decision.condition_override, name="condition-override"),
    path("meeting/", meeting.meeting, name="meeting"),
    path("meeting/plan/", meeting.plan, name="meeting-plan"),
    path("training/", training.training, name="training"),
    path("training/plan/", training.plan, name="training-plan"),
    path("bundle/", bundle.bundle, name="bundle"),
    path("bundle/review-copy/", bundle.review_copy, name="review-copy"),
    path("bundle/objection/", bundle.objection, name="bundle-objection"),
    path("bundle/objection/removal/", bundle.objection_removal, name="bundle-objection-removal"),
    path("bundle/publication/", bundle.publication, name="bundle-publication"),
    path("bundle/acknowledgement/", bundle.acknowledgement, name="bundle-acknowledgement"),
    path("bundle/markdown/", bundle.markdown, name="bundle-markdown"),
    path("bundle/pdf/", bundle_pdf.pdf, name="bundle-pdf"),
    path("bundle/pdf/file/", bundle_pdf.pdf_file, name="bundle-pdf-file"),
    path("bundle/<slug:kind>/", bundle.section, name="bundle-section"),
]
