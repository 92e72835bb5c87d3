"""The two paths."""

from django.urls import path

from peer import views

urlpatterns = [
    path("api/v1/checks", views.check),
    path("healthz", views.healthz),
]
