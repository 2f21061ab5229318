"""Django's admin classes as the type checker wants them: they take parameters only there."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

if TYPE_CHECKING:
    Page = admin.ModelAdmin[Any]
    HistoryPage = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
    Stack = admin.StackedInline[Any, Any]
    Form = forms.ModelForm[Any]
    FormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    Page = admin.ModelAdmin
    HistoryPage = SimpleHistoryAdmin
    Inline = admin.TabularInline
    Stack = admin.StackedInline
    Form = forms.ModelForm
    FormSet = forms.BaseInlineFormSet
