"""The files that people handed in: only ever as an attachment, and only to who may see what they belong to."""

import logging
from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from productops.http import Request, load
from releases.files import opened
from releases.models import Evidence, ReleaseItem

log = logging.getLogger(__name__)


@require_safe
def file(request: Request, pk: UUID) -> FileResponse:
    """One file, with the type that its content was checked to be. What nothing shows yet is nobody's to fetch."""
    rows = Evidence.objects.filter(item__in=ReleaseItem.objects.visible_to(request.user), upload=pk)
    upload = load(request, rows.select_related("upload").order_by("id")[:1]).upload
    assert upload
    try:
        content = opened(upload)
    except FileNotFoundError as missing:
        log.error("the file of upload %s is not where files are kept", upload.pk)
        raise Http404 from missing
    return FileResponse(content, as_attachment=True, filename=upload.name, content_type=upload.content_type)
