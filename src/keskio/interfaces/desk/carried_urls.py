"""Addresses of what cases carry, of what agents are told, and of where both are defined."""

from django.urls import path

from keskio.interfaces.desk.views import definitions, notifications, properties, teams

CASE = "cases/<int:case_id>"

urlpatterns = [
    path(f"{CASE}/priority/", properties.set_priority, name="set_priority"),
    path(f"{CASE}/status/", properties.set_status, name="set_status"),
    path(f"{CASE}/tags/", properties.set_tags, name="set_tags"),
    path(f"{CASE}/fields/", properties.set_fields, name="set_fields"),
    path(f"{CASE}/follow/", properties.follow, name="follow"),
    path(f"{CASE}/checklist/", properties.add_step, name="add_step"),
    path(f"{CASE}/checklist/<int:item_id>/", properties.change_step, name="change_step"),
    path(f"{CASE}/reminders/", properties.remind, name="remind"),
    path(
        f"{CASE}/reminders/<int:reminder_id>/cancel/",
        properties.cancel_reminder,
        name="cancel_reminder",
    ),
    path(f"{CASE}/hand-over/", properties.hand_over, name="hand_over"),
    path("me/notifications/", notifications.notifications, name="notifications"),
    path("me/notifications/read/", notifications.read_all, name="read_notifications"),
    path(
        "me/notifications/<int:notification_id>/",
        notifications.open_notification,
        name="open_notification",
    ),
    path("admin/tags/", definitions.tags, name="admin_tags"),
    path("admin/tags/<int:tag_id>/", definitions.tag, name="admin_tag"),
    path("admin/statuses/", definitions.statuses, name="admin_statuses"),
    path("admin/statuses/<int:status_id>/", definitions.status, name="admin_status"),
    path("admin/fields/", definitions.fields, name="admin_fields"),
    path("admin/fields/<int:field_id>/", definitions.field, name="admin_field"),
    path("admin/teams/", teams.teams, name="admin_teams"),
    path("admin/teams/<int:team_id>/", teams.team, name="admin_team"),
]
