"""The index is written; nothing happens by it, so the journal hears nothing.

Each may be done again at any time: what is written follows from the document alone.
"""

from collections.abc import Collection, Sequence

from keskio.kit.transactions import require_transaction
from keskio.knowledge.documents import Document, Kind, kept_of, place_of
from keskio.knowledge.engines import engine
from keskio.knowledge.engines.rows import Row
from keskio.knowledge.models import IndexRow


def index_documents(documents: Sequence[Document]) -> None:
    """Let them be found as they are now, and no more as they were."""
    require_transaction()
    if documents:
        engine().write([_row(document) for document in documents])


def forget_documents(kind: Kind, ref_ids: Collection[int]) -> None:
    """Let them not be found any more."""
    require_transaction()
    IndexRow.objects.filter(kind=kind, ref_id__in=ref_ids).delete()


def _row(document: Document) -> Row:
    return Row(place_of(document), document.kind, document.ref_id, kept_of(document))
