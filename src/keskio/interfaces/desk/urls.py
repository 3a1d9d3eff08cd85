"""The desk's addresses."""

from django.urls import path

from keskio.interfaces.desk.views import (
    changing,
    contents,
    health,
    line,
    lists,
    mailboxes,
    noting,
    organisation,
    pages,
    writing,
)

urlpatterns = [
    path("", lists.start, name="start"),
    path("cases/", lists.case_list, name="cases"),
    path("cases/next/", line.take_next, name="take_next"),
    path("cases/<int:case_id>/", pages.case_page, name="case"),
    path("cases/<int:case_id>/reply/", writing.reply, name="reply"),
    path("cases/<int:case_id>/note/", writing.note, name="note"),
    path("cases/<int:case_id>/resolve/", changing.resolve, name="resolve"),
    path("cases/<int:case_id>/reopen/", changing.reopen, name="reopen"),
    path("cases/<int:case_id>/snooze/", changing.snooze, name="snooze"),
    path("cases/<int:case_id>/assign/", changing.assign, name="assign"),
    path("cases/<int:case_id>/time/", changing.spend_time, name="spend_time"),
    path("cases/<int:case_id>/time/correct/", changing.correct_time, name="correct_time"),
    path("messages/<int:message_id>/html/", contents.message_html, name="message_html"),
    path("attachments/<int:attachment_id>/", contents.attachment, name="attachment"),
    path("first-visit/", organisation.first_visit, name="first_visit"),
    path("admin/", health.health, name="admin_health"),
    path("admin/arrivals/<int:arrival_id>/again/", health.run_arrival_again, name="arrival_again"),
    path("admin/streams/<int:parked_id>/again/", health.run_stream_again, name="stream_again"),
    path("admin/subscribers/resume/", health.resume_subscriber, name="resume_subscriber"),
    path("admin/deliveries/<int:delivery_id>/again/", health.deliver_again, name="deliver_again"),
    path("admin/trusted-servers/", health.trust_servers, name="trust_servers"),
    path("admin/organisation/", organisation.organisation, name="organisation"),
    path("admin/inboxes/<int:inbox_id>/mail/", mailboxes.mail_of_inbox, name="mailbox"),
    path("admin/inboxes/<int:inbox_id>/mail/incoming/", mailboxes.set_mailbox, name="set_mailbox"),
    path(
        "admin/inboxes/<int:inbox_id>/mail/outgoing/", mailboxes.set_outgoing, name="set_outgoing"
    ),
    path("admin/inboxes/<int:inbox_id>/mail/check/", mailboxes.check, name="check_mailbox"),
    path("admin/inboxes/<int:inbox_id>/mail/remove/", mailboxes.remove, name="remove_mailbox"),
    path("admin/clients/<int:client_id>/record/", mailboxes.add_record, name="add_record"),
    path("admin/skipped/<int:skipped_id>/dismiss/", mailboxes.dismiss, name="dismiss_skipped"),
    path("note/", noting.note_contact, name="note_contact"),
    path("note/found/", noting.found, name="note_found"),
    path("me/", line.settings_page, name="settings"),
    path("me/presence/", line.set_presence, name="set_presence"),
]
